namespace Notifications.MailPreview;

/// <summary>What to show and where; null is all there is.</summary>
internal sealed record PreviewWish(string Folder, string? Kind = null, string? Locale = null, string? OrderFile = null);

/// <summary>The arguments of the process: a wish for previews, one for help, or a sentence that says what is wrong with them.</summary>
internal sealed record CommandLine(PreviewWish? Wish, string? Problem)
{
    public static string Help { get; } =
        $"""
        Writes our e-mails with sample orders into a folder, rendered exactly as customers get them. Nothing is sent.

        Usage: dotnet run --project tools/MailPreview -- <folder> [options]

          --kind KIND       only this kind: {string.Join(", ", PreviewKind.Names)} (all)
          --locale TAG      only this language: {string.Join(", ", PreviewLocale.Tags)} (all; with --order the order's own)
          --order FILE      instead of the sample orders this one: a SendOrderConfirmation, as JSON as it lies on the broker
          --help            this text

        Each e-mail becomes three files: .eml (its bytes), .html and .txt (its decoded parts). Open index.html: it shows
        all of them on a phone, on a desktop and as text. Files of the same name are overwritten, others left alone.

        Exit code: 0 written; 1 the order or the folder cannot be used; 2 wrong arguments.
        """;

    public static CommandLine Read(IReadOnlyList<string> args)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
            return new(null, null);
        if (args.Count == 0 || args[0].Length == 0 || args[0].StartsWith('-'))
            return Wrong("<folder>", args.Count == 0 ? "" : args[0], "begin with the folder to write to, such as 'preview'");

        var wish = new PreviewWish(args[0]);
        for (var i = 1; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            var (next, remedy) = args[i] switch
            {
                "--kind" => (OneOf(PreviewKind.Names, value) is { } kind ? wish with { Kind = kind } : null, Use(PreviewKind.Names)),
                "--locale" => (OneOf(PreviewLocale.Tags, value) is { } tag ? wish with { Locale = tag } : null, Use(PreviewLocale.Tags)),
                "--order" => (value.Length > 0 ? wish with { OrderFile = value } : null, "use a file with the JSON of a SendOrderConfirmation"),
                _ => (null, null),
            };

            if (remedy is null)
                return new(null, $"Unknown argument '{args[i]}': see --help for those there are.");
            if (next is null)
                return Wrong(args[i], value, remedy);

            wish = next;
        }

        return new(wish, null);
    }

    private static CommandLine Wrong(string argument, string value, string remedy) =>
        new(null, $"{argument} {(value.Length == 0 ? "has no value" : $"is '{value}'")}: {remedy}.");

    private static string? OneOf(IEnumerable<string> names, string value) =>
        names.FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static string Use(IEnumerable<string> names) => $"use {string.Join(" or ", names)}";
}
