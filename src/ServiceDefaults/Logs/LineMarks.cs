using Serilog.Core;
using Serilog.Events;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>For a log that is read as text: the line's id before it, and the beginning of its trace's id behind it. JSON has both as they are.</summary>
internal sealed class LineMarks : ILogEventEnricher
{
    public const string Id = "LineId";
    public const string Trace = "LineTrace";

    private const int ShownOfTrace = 8;

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        logEvent.AddOrUpdateProperty(new LogEventProperty(Id, new ScalarValue(IdOf(logEvent) is { } id ? $"{id} " : "")));
        logEvent.AddOrUpdateProperty(new LogEventProperty(Trace, new ScalarValue(logEvent.TraceId is { } trace ? $" (trace {trace.ToHexString()[..ShownOfTrace]})" : "")));
    }

    private static object? IdOf(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("EventId") is StructureValue { Properties: var parts } && parts.FirstOrDefault(part => part.Name == "Id")?.Value is ScalarValue { Value: var id } ? id : null;
}
