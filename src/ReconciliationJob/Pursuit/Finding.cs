namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>One decision about one order, as it is written down.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="State">Of its e-mail, in the words of docs/states.md.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Age">Of the order then; of an accepted e-mail, when it was accepted.</param>
/// <param name="Reason">Why it had not been sent; null when nobody has said.</param>
internal sealed record Finding(Guid OrderId, string State, string Decision, TimeSpan Age, string? Reason)
{
    public const string Driven = "driven";
    public const string LeftToAPerson = "left_to_a_person";
    public const string GivenUp = "given_up";
    public const string Sent = "sent";
}
