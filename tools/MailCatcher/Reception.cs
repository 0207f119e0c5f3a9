namespace Notifications.MailCatcher;

/// <summary>How an envelope ended: a mail whose final dot arrived, or a recipient that was refused before that.</summary>
/// <param name="At">When the mail was kept; of one that was not, when its answer was decided.</param>
/// <param name="Sender">Of the envelope; empty for a bounce.</param>
/// <param name="Recipients">Of the envelope, in their order; of a refused recipient that one.</param>
/// <param name="Content">Byte for byte what the sender meant; empty when there is no mail, or when it was too large to be held.</param>
/// <param name="Taken">It was kept: also when a fault keeps it and then breaks the connection.</param>
/// <param name="Answer">The reply's line, without its CR LF; null when none was written.</param>
/// <param name="CouldBeRead">The answer was given to the system for a connection that stood before and after.</param>
public sealed record Reception(
    DateTimeOffset At, string Sender, IReadOnlyList<string> Recipients, ReadOnlyMemory<byte> Content, bool Taken, string? Answer, bool CouldBeRead);
