namespace Notifications.Proof.Journals;

/// <summary>What is still on its way when all should be quiet.</summary>
/// <param name="Outbox">Commands that the broker has not confirmed.</param>
/// <param name="Claims">Deliveries that somebody holds a lease of.</param>
/// <param name="Pursued">Orders that reconciliation is after.</param>
/// <param name="Queues">Messages in each queue but the error queue, handed out or not.</param>
public sealed record Remains(long Outbox, long Claims, long Pursued, IReadOnlyDictionary<string, long> Queues);

/// <summary>One message of the error queue.</summary>
/// <param name="OrderId">Whose e-mail it asks for, as its body says; null when it does not.</param>
/// <param name="Headers">All it has.</param>
public sealed record ErrorLine(Guid? OrderId, IReadOnlyDictionary<string, string> Headers);
