using Notifications.ServiceDefaults.Logs;
using Serilog.Events;

namespace Notifications.OrdersEndpoint.Tests.Logs;

public sealed class JournalPriorityTests
{
    [TestCase(LogEventLevel.Verbose, ExpectedResult = 7)]
    [TestCase(LogEventLevel.Debug, ExpectedResult = 7)]
    [TestCase(LogEventLevel.Information, ExpectedResult = 6)]
    [TestCase(LogEventLevel.Warning, ExpectedResult = 4)]
    [TestCase(LogEventLevel.Error, ExpectedResult = 3)]
    [TestCase(LogEventLevel.Fatal, ExpectedResult = 2)]
    public int The_journal_counts_as_syslog_does(LogEventLevel level) => JournalPriority.Of(level);
}
