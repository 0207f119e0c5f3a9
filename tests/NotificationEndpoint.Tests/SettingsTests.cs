using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>A process that is told something wrong does not start, and says what.</summary>
[CancelAfter(60_000)]
public sealed class SettingsTests
{
    [TestCase("Smtp__Host", "", "Smtp:Host is ''; set it to")]
    [TestCase("Smtp__Hots", "x", "Smtp:Hots is not a setting; Smtp has Host")]
    [TestCase("Smtp__Port", "smtp", "'smtp' at 'Smtp:Port'")]
    [TestCase("Smtp__From", "Shop", "Smtp:From is 'Shop'; set it to")]
    [TestCase("Ledger__Lease", "00:00:30", "Ledger:Lease is 00:00:30; give a time from 00:01:25")]
    [TestCase("Recoverability__DelayedRetrySeconds", "5;15", "Recoverability:DelayedRetrySeconds is '5;15'")]
    [TestCase("Recoverability__DelayedRetrySeconds", "60,60,60,60", "the last try ends 367 s after the first, and the e-mail is due after 300 s")]
    [TestCase("Consumer__HandlerDeadline", "00:01:00", "Consumer:HandlerDeadline is 00:01:00, less than the 00:01:20 that a handler's own limits allow it")]
    [TestCase("ServiceControl__AuditQeue", "audit", "ServiceControl:AuditQeue is not a setting; ServiceControl has AuditQueue, HeartbeatQueue")]
    [TestCase("Consumer__Prefetch", "1", "Consumer:Prefetch is 1; give a number from Consumer:Concurrency (16)")]
    public async Task A_missing_misspelt_or_bad_setting_stops_it_with_a_sentence_that_names_it(string key, string value, string sentence)
    {
        var environment = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            ["Smtp__Host"] = "127.0.0.1",
            ["Smtp__From"] = "Shop <orders@shop.example>",
            [key] = value,
        };
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("NotificationEndpoint", environment), Throws.Exception.With.Message.Contains(sentence));
    }
}
