namespace Notifications.Proof.Journals;

/// <summary>One POST of an order, as the client saw it. An order that was sent again has a line for each time.</summary>
/// <param name="Order">The client's own number of the order, from 0 on: one number, one key, one body, one recipient.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Recipient">The customer's address, which no other order of the run has: by it an e-mail is known.</param>
/// <param name="Body">SHA-256 of what was sent, in hexadecimal.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="EndedAt">When the answer was there, or it was clear that none would come.</param>
/// <param name="Outcome">What the client knows of it.</param>
/// <param name="Status">HTTP status; null without an answer.</param>
/// <param name="OrderId">As the answer says; null when it says none.</param>
/// <param name="Replayed">The answer says that it is the one of an earlier request.</param>
public sealed record ClientLine(
    int Order, string Key, string Recipient, string Body, DateTimeOffset SentAt, DateTimeOffset EndedAt, Answered Outcome, int? Status, Guid? OrderId, bool Replayed);

/// <summary>What a client knows after a request.</summary>
public enum Answered
{
    /// <summary>202: it is stored, for ever.</summary>
    Ok,

    /// <summary>Certainly nothing was stored: the connection was refused, or the answer says so.</summary>
    Refused,

    /// <summary>No answer, or one that says that nobody knows: stored or not.</summary>
    Unknown,
}
