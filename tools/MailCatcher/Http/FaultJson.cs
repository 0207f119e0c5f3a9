using System.Text.Json;
using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Http;

/// <summary>Reads faults by hand, because a wrong one must be told by the name of its field: <c>faults[1].times</c>, not a byte position.</summary>
internal static class FaultJson
{
    private const int MostFaults = 1_000;

    private static readonly Dictionary<string, FaultPoint> Points = new(StringComparer.Ordinal)
    {
        ["connect"] = FaultPoint.Connect,
        ["helo"] = FaultPoint.Helo,
        ["mail"] = FaultPoint.Mail,
        ["rcpt"] = FaultPoint.Rcpt,
        ["data"] = FaultPoint.Data,
        ["end_of_data"] = FaultPoint.EndOfData,
    };

    // "struck" is ours to say, and ignored: what GET gives can be PUT back.
    private static readonly string[] Fields = ["at", "do", "reply", "milliseconds", "recipient", "times", "keep", "struck"];

    public static string NameOf(FaultPoint point) => Points.First(pair => pair.Value == point).Key;

    public static string NameOf(FaultAction action) => action.GetType().Name.ToLowerInvariant();

    /// <exception cref="BadFaultException">One of them makes no sense.</exception>
    public static IReadOnlyList<Fault> ReadList(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostFaults)
            throw new BadFaultException("faults", $"expected a list, [{{\"at\":…,\"do\":…}}], of {MostFaults} at most");

        return [.. list.EnumerateArray().Select((fault, i) => Read(fault, $"faults[{i}]"))];
    }

    private static Fault Read(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new BadFaultException(path, "expected an object, {\"at\":…,\"do\":…}");
        foreach (var field in json.EnumerateObject().Where(field => !Fields.Contains(field.Name)))
            throw new BadFaultException($"{path}.{field.Name}", $"there is no such field: use {string.Join(", ", Fields[..^1])}");

        var fault = new Fault(ReadPoint(json, path), ReadAction(json, path))
        {
            Recipient = Text(json, path, "recipient"),
            Times = Whole(json, path, "times"),
            Keep = Flag(json, path, "keep"),
        };
        return fault.Check() is { } problem ? throw new BadFaultException($"{path}.{problem.Field}", problem.Sentence) : fault;
    }

    private static FaultPoint ReadPoint(JsonElement json, string path) =>
        Text(json, path, "at") is var at && at is not null && Points.TryGetValue(at, out var point)
            ? point
            : throw new BadFaultException($"{path}.at", $"{Quoted(at)}: use {string.Join(", ", Points.Keys)}");

    private static FaultAction ReadAction(JsonElement json, string path)
    {
        var action = Text(json, path, "do");
        var reply = Text(json, path, "reply");
        var time = Whole(json, path, "milliseconds") is { } number ? TimeSpan.FromMilliseconds(number) : (TimeSpan?)null;
        if (reply is not null && action != "reply")
            throw new BadFaultException($"{path}.reply", "only 'reply' has one: leave it out");
        if (time is not null && action is not ("hang" or "slow"))
            throw new BadFaultException($"{path}.milliseconds", "only 'hang' and 'slow' take time: leave it out");

        return action switch
        {
            "reply" => new FaultAction.Reply(reply ?? throw new BadFaultException($"{path}.reply", "it is missing: say what to answer, such as \"451 4.3.0 later\"")),
            "hang" => new FaultAction.Hang(time),
            "cut" => new FaultAction.Cut(),
            "refuse" => new FaultAction.Refuse(),
            "slow" => new FaultAction.Slow(time ?? throw new BadFaultException($"{path}.milliseconds", "it is missing: say how slow")),
            _ => throw new BadFaultException($"{path}.do", $"{Quoted(action)}: use reply, hang, cut, refuse, slow"),
        };
    }

    private static string Quoted(string? value) => value is null ? "it is missing" : $"'{value}' is unknown";

    private static string? Text(JsonElement json, string path, string name) => Value(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw new BadFaultException($"{path}.{name}", $"{value.GetRawText()} is not a text"),
    };

    private static int? Whole(JsonElement json, string path, string name) => Value(json, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        { } value => throw new BadFaultException($"{path}.{name}", $"{value.GetRawText()} is not a whole number"),
    };

    private static bool Flag(JsonElement json, string path, string name) => Value(json, name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        { } value => throw new BadFaultException($"{path}.{name}", $"{value.GetRawText()} is neither true nor false"),
    };

    private static JsonElement? Value(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}

/// <summary>A fault that makes no sense, the field that is to blame, and what to do.</summary>
internal sealed class BadFaultException(string field, string sentence) : Exception($"{field}: {sentence}.")
{
    public string Field { get; } = field;
}
