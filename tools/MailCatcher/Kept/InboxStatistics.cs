namespace Notifications.MailCatcher.Kept;

/// <summary>What became of the messages: <c>Received = Kept + Evicted + Deleted</c>, at every moment.</summary>
/// <param name="Received">Taken since the start.</param>
/// <param name="Kept">To be seen now.</param>
/// <param name="Evicted">Left because newer ones needed their place.</param>
/// <param name="Deleted">Deleted by somebody.</param>
/// <param name="Bytes">What the kept ones cost.</param>
public readonly record struct InboxStatistics(long Received, int Kept, long Evicted, long Deleted, long Bytes);
