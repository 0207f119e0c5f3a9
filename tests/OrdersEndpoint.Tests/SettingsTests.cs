using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>A process that is told something wrong does not start, and says what.</summary>
[CancelAfter(60_000)]
public sealed class SettingsTests
{
    private const string Database = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x";

    [TestCase("Database__ConnectionString", "", "Database:ConnectionString is missing")]
    [TestCase("Database__ConnectionString", "Hots=1", "Database:ConnectionString cannot be read")]
    [TestCase("Broker__Uri", "", "Broker:Uri is missing")]
    [TestCase("Broker__Uri", "http://127.0.0.1", "Broker:Uri is not an AMQP address")]
    [TestCase("Broker__Uir", "amqp://127.0.0.1", "Broker:Uir is not a setting; Broker has Uri, Heartbeat")]
    [TestCase("Intake__Capacity", "many", "'many' at 'Intake:Capacity'")]
    [TestCase("Intake__Capacity", "0", "Intake:Capacity is 0; give a number")]
    [TestCase("Outbox__Lease", "00:00:01", "Outbox:Lease is 00:00:01; give a time")]
    [TestCase("Broker__PublishDeadline", "00:00:40", "Outbox:Lease is 00:00:30; give a time from 00:00:45")]
    [TestCase("Broker__Uri", "amqp://127.0.0.1/a/b", "Broker:Uri has '/a/b' for a vhost")]
    public async Task A_missing_misspelt_or_bad_setting_stops_it_with_a_sentence_that_names_it(string key, string value, string sentence)
    {
        var environment = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = Database,
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            [key] = value,
        };
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("OrdersEndpoint", environment), Throws.Exception.With.Message.Contains(sentence));
    }
}
