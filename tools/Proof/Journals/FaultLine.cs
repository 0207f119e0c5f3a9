namespace Notifications.Proof.Journals;

/// <summary>Something that was done to the system, as whoever did it saw it.</summary>
/// <param name="Name">What, in words.</param>
/// <param name="Began">Before the first effect.</param>
/// <param name="Ended">When everything was there again.</param>
/// <param name="Ambiguous">It can come between a mail's final dot and the record of its answer, so an e-mail may be sent twice because of it.</param>
/// <param name="IsOutage">Nothing can be sent meanwhile, or no command can get through: e-mails may be late by so much.</param>
public sealed record FaultLine(string Name, DateTimeOffset Began, DateTimeOffset Ended, bool Ambiguous, bool IsOutage);
