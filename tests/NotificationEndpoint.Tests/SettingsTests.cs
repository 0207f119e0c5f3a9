using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>A process that is told something wrong does not start, and says what.</summary>
[CancelAfter(60_000)]
public sealed class SettingsTests
{
    [TestCase("Smtp__Relays__0__Host", "", "Smtp:Relays:0:Host is ''; set it to")]
    [TestCase("Smtp__Host", "x", "Smtp:Host is not a setting; Smtp has From, Relays")]
    [TestCase("Smtp__Relays__0__Hots", "x", "Smtp:Relays:0:Hots is not a setting; Smtp:Relays:0 has Name, Host")]
    [TestCase("Smtp__Relays__backup__Port", "99999", "Smtp:Relays:1:Port is 99999")]
    [TestCase("Smtp__Relays__0__TotalTimeout", "00:01:25", "when a relay stays silent 3 times")]
    [TestCase("Ledger__Lease", "00:02:00", "when two processes die over an e-mail it goes out 340 s after the order")]
    [TestCase("Smtp__Relays__0__Port", "smtp", "'smtp' at 'Smtp:Relays:0:Port'")]
    [TestCase("Smtp__From", "Shop", "Smtp:From is 'Shop'; set it to")]
    [TestCase("Ledger__Lease", "00:00:30", "Ledger:Lease is 00:00:30; give a time from 00:01:25")]
    [TestCase("Recoverability__DelayedRetrySeconds", "5;15", "Recoverability:DelayedRetrySeconds is '5;15'")]
    [TestCase("Recoverability__DelayedRetrySeconds", "60,60,60,60", "the last try ends 367 s after the first, and the e-mail is due after 300 s")]
    [TestCase("Consumer__HandlerDeadline", "00:01:00", "Consumer:HandlerDeadline is 00:01:00, less than the 00:01:20 that a handler's own limits allow it")]
    [TestCase("ServiceControl__AuditQeue", "audit", "ServiceControl:AuditQeue is not a setting; ServiceControl has AuditQueue, HeartbeatQueue")]
    [TestCase("Consumer__Prefetch", "1", "Consumer:Prefetch is 1; give a number from Consumer:Concurrency (256)")]
    public async Task A_missing_misspelt_or_bad_setting_stops_it_with_a_sentence_that_names_it(string key, string value, string sentence)
    {
        var environment = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            ["Smtp__Relays__0__Host"] = "127.0.0.1",
            ["Smtp__From"] = "Shop <orders@shop.example>",
            [key] = value,
        };
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("NotificationEndpoint", environment), Throws.Exception.With.Message.Contains(sentence));
    }
}
