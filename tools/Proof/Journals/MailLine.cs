namespace Notifications.Proof.Journals;

/// <summary>One envelope at the mail server: a mail whose final dot arrived, or a recipient that was refused before that.</summary>
/// <param name="At">When the server decided its answer.</param>
/// <param name="Sender">Of the envelope.</param>
/// <param name="Recipients">Of the envelope; of a refused recipient that one.</param>
/// <param name="MessageId">As the mail's header has it; null when there is no mail, or none in it.</param>
/// <param name="Content">SHA-256 of all its bytes, in hexadecimal; null when there is no mail.</param>
/// <param name="Headers">The names of its headers, in their order.</param>
/// <param name="Addressed">What its To, Cc and Bcc say, a header an entry.</param>
/// <param name="Taken">The server has taken responsibility for it, whether or not the client could learn that.</param>
/// <param name="Answer">The reply's line; null when there was none.</param>
/// <param name="CouldBeRead">The answer was written to a connection that stood.</param>
public sealed record MailLine(
    DateTimeOffset At,
    string Sender,
    IReadOnlyList<string> Recipients,
    string? MessageId,
    string? Content,
    IReadOnlyList<string> Headers,
    IReadOnlyList<string> Addressed,
    bool Taken,
    string? Answer,
    bool CouldBeRead);
