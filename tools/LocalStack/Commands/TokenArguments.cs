using System.Globalization;
using Notifications.LocalStack.Access;

namespace Notifications.LocalStack.Commands;

/// <summary>What comes after <c>./run token</c>: whom it speaks for, and for a person how long.</summary>
internal static class TokenArguments
{
    private const string Minutes = "--minutes";
    private const int DefaultMinutes = 60;
    private const int MostMinutes = 24 * 60;
    private const int LongestId = 100; // as the API has it
    private const string DefaultName = "operator";

    public static CommandLine Parse(string[] arguments)
    {
        var at = Array.IndexOf(arguments, Minutes);
        if (at < 0)
            return Parse(arguments, null);
        return arguments.ElementAtOrDefault(at + 1) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= MostMinutes
            ? Parse([.. arguments[..at], .. arguments[(at + 2)..]], minutes)
            : new CommandLine.Wrong($"'{Minutes}' takes a number from 1 to {MostMinutes}, but got '{arguments.ElementAtOrDefault(at + 1)}'.");
    }

    private static CommandLine Parse(string[] whose, int? minutes) => whose switch
    {
        [] or ["--service"] when minutes is null => new CommandLine.Token(new Credential.OfService()),
        ["--public-key"] when minutes is null => new CommandLine.Token(new Credential.PublicKey()),
        [] or ["--service"] or ["--public-key"] => new CommandLine.Wrong($"'{Minutes}' goes with --customer, --operator or --admin; the service token and the key have no end."),
        ["--customer", var id] when IsId(id) => Person("customer", id, minutes),
        ["--admin" or "--operator"] => Person(whose[0][2..], DefaultName, minutes),
        ["--admin" or "--operator", var name] when IsId(name) => Person(whose[0][2..], name, minutes),
        ["--customer"] => new CommandLine.Wrong("'--customer' takes the customer's id, but got none."),
        ["--customer" or "--operator" or "--admin", var id] => new CommandLine.Wrong($"'{whose[0]}' takes an id of 1 to {LongestId} characters, but got '{id}'."),
        _ => new CommandLine.Wrong($"'token' takes one of --customer ID, --operator [NAME], --admin [NAME], --service and --public-key, but got '{string.Join(' ', whose)}'."),
    };

    private static CommandLine.Token Person(string role, string id, int? minutes) =>
        new(new Credential.OfPerson(role, id, TimeSpan.FromMinutes(minutes ?? DefaultMinutes)));

    private static bool IsId(string text) => text.Length is >= 1 and <= LongestId && !text.Any(char.IsControl) && !text.StartsWith("--", StringComparison.Ordinal);
}
