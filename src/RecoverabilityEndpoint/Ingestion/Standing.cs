using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>As far as arrivals change it: where a failed message is.</summary>
/// <param name="Status">What has been done about it.</param>
/// <param name="Attempts">How often it has failed.</param>
/// <param name="FirstFailedAt">The earliest of its failures.</param>
/// <param name="FailedAt">The newest one, which the rest of the row is about.</param>
internal sealed record Standing(FailureStatus Status, int Attempts, DateTimeOffset FirstFailedAt, DateTimeOffset FailedAt)
{
    public static Standing After(DateTimeOffset firstFailure) => new(FailureStatus.Unresolved, 1, firstFailure, firstFailure);

    public Standing FailedAgain(DateTimeOffset at) => new(
        FailureStatus.Unresolved, Attempts + 1, at < FirstFailedAt ? at : FirstFailedAt, at > FailedAt ? at : FailedAt);

    public Standing Acknowledged() => this with { Status = FailureStatus.Resolved };
}
