namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>A message that is to be sent back.</summary>
/// <param name="Message">Its failed message's id.</param>
/// <param name="Operation">That it belongs to.</param>
/// <param name="MessageId">On the broker.</param>
/// <param name="FailedAt">The address of the queue; null when it does not say.</param>
/// <param name="IsWanted">False when it was handled or archived since: a process died after it had sent it, and a copy would be one too many.</param>
/// <param name="IsEdited">A copy goes in its place.</param>
/// <param name="Size">Of the body, in bytes.</param>
/// <param name="Address">Where it failed, or what that is redirected to.</param>
internal sealed record ReturnRow(Guid Message, Guid Operation, string MessageId, string? FailedAt, bool IsWanted, bool IsEdited, int Size, string? Address)
{
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>As many of them as memory is to hold at once, and always one.</summary>
    public static IReadOnlyList<ReturnRow> Fitting(IReadOnlyList<ReturnRow> taken)
    {
        var bytes = 0L;
        return [.. taken.TakeWhile((row, index) => (bytes += row.Size) <= MostBytes || index == 0)];
    }
}

internal sealed record ReturnContent(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What became of a message that was to be sent back. There are no other endings.</summary>
internal abstract record ReturnOutcome
{
    private ReturnOutcome()
    {
    }

    /// <summary>The broker has it.</summary>
    public sealed record Sent : ReturnOutcome;

    /// <summary>It was sent before, and has been handled or archived since.</summary>
    public sealed record NotWanted : ReturnOutcome;

    /// <summary>There is no such address, or it can never be sent as it is: somebody has to look at it.</summary>
    public sealed record Nowhere(string Reason) : ReturnOutcome;

    /// <summary>It is tried again.</summary>
    public sealed record Stays : ReturnOutcome;
}
