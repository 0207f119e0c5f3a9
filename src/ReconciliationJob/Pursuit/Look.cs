namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>Which pursued orders are looked at next.</summary>
/// <param name="DrivenBefore">Those that were driven, or those that were not.</param>
/// <param name="After">In the order of acceptance; they are locked and decided in batches.</param>
/// <param name="AcceptedBefore">Exclusive.</param>
/// <param name="AtMost">Orders.</param>
internal readonly record struct Look(bool DrivenBefore, (DateTimeOffset AcceptedAt, Guid OrderId) After, DateTimeOffset AcceptedBefore, int AtMost);
