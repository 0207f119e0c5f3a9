using Serilog.Core;
using Serilog.Events;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>For the journal: <c>journalctl -p warning</c> shows what is a warning or worse.</summary>
internal sealed class JournalPriority : ILogEventEnricher
{
    public const string Name = "JournalPriority";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
        logEvent.AddOrUpdateProperty(new LogEventProperty(Name, new ScalarValue($"<{Of(logEvent.Level)}>")));

    /// <summary>As syslog counts: 0 is the worst.</summary>
    internal static int Of(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };
}
