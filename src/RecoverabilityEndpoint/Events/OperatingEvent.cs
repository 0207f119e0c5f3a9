namespace Notifications.RecoverabilityEndpoint.Events;

/// <summary>Something that a person should be able to read later.</summary>
/// <param name="Severity">Its icon in ServicePulse.</param>
/// <param name="Category">ServicePulse's word for what it is about, for example <c>Recoverability</c>.</param>
/// <param name="EventType">ServiceControl's word for what happened, for example <c>MessageFailed</c>.</param>
/// <param name="Description">A sentence or two, bounded.</param>
/// <param name="RelatedTo">Paths of ServicePulse, for example <c>/message/{id}</c>.</param>
/// <param name="Messages">Failed ones that it tells of.</param>
internal sealed record OperatingEvent(EventSeverity Severity, string Category, string EventType, string Description, IReadOnlyList<string> RelatedTo, long Messages = 0);

internal enum EventSeverity
{
    Info,
    Warning,
    Error,
    Critical,
}
