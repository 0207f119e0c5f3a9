using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>
/// The error queue holds the commands of those whom the server refused for good, with all that an operator needs, and no others. A copy of a command that
/// came besides may lie there besides: it is the same message, by its id, and whoever takes the queue in has one of them.
/// </summary>
internal static class ErrorsExact
{
    public const string Name = "errors exact";

    private static readonly string[] Needed =
    [
        "NServiceBus.ExceptionInfo.ExceptionType", "NServiceBus.ExceptionInfo.Message", "NServiceBus.FailedQ", "NServiceBus.TimeOfFailure", "NServiceBus.MessageId",
        "NServiceBus.EnclosedMessageTypes",
    ];

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        var due = stories.All.Where(story => story.IsRefusedForGood).SelectMany(story => story.Ledger).Select(order => order.OrderId).ToHashSet();
        var met = new Dictionary<Guid, string>();
        foreach (var error in stories.Evidence.Errors)
            tally.Add(Flaw(error, due, met));
        foreach (var missing in due.Except(met.Keys))
            tally.Add($"order {missing} was refused for good and has no message");
        return tally.Find($"{due.Count} refused for good, {stories.Evidence.Errors.Count - met.Count} copies");
    }

    private static string? Flaw(ErrorLine error, HashSet<Guid> due, Dictionary<Guid, string> met)
    {
        if (error.OrderId is not { } order)
            return "a message that names no order";
        if (!due.Contains(order))
            return $"order {order} was not refused";
        var id = error.Headers.GetValueOrDefault("NServiceBus.MessageId") ?? "";
        if (!met.TryAdd(order, id) && met[order] != id)
            return $"order {order} has more than one message";
        return Needed.Where(name => string.IsNullOrWhiteSpace(error.Headers.GetValueOrDefault(name))).ToList() is { Count: > 0 } absent
            ? $"order {order} is without {string.Join(", ", absent)}"
            : null;
    }
}
