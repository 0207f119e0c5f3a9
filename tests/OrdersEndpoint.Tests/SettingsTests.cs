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
    [TestCase("Limits__RecipientOrders", "0", "Limits:RecipientOrders is 0; give a number from 1")]
    [TestCase("Access__Audience", "", "Access:Audience is missing")]
    [TestCase("Access__Issuer", "", "Access:Issuer is missing")]
    [TestCase("Access__Authority", "http://login.example", "Access:Authority is 'http://login.example'; give an https address")]
    [TestCase("Access__Authority", "https://login.example", "Access:Authority and Access:PublicKeys are both given")]
    [TestCase("Access__Algorithms", "HS256", "Access:Algorithms is 'HS256'")]
    [TestCase("Access__Algorithms", "RS256,none", "Access:Algorithms is 'RS256,none'")]
    [TestCase("Access__PublicKeys__0", "bm90IGEga2V5", "Access:PublicKeys:0 cannot be read")]
    [TestCase("Access__ServiceTokens__0__Token", "short-secret", "Access:ServiceTokens:0:Token has 12 characters; give at least 32")]
    [TestCase("Access__ServiceTokens__0__Name", "", "Access:ServiceTokens:0:Name is ''")]
    [TestCase("Access__Anonymous", "true", "Access:Anonymous is not a setting")]
    public async Task A_missing_misspelt_or_bad_setting_stops_it_with_a_sentence_that_names_it(string key, string value, string sentence)
    {
        var environment = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = Database,
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            [key] = value,
        };
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("OrdersEndpoint", environment), Throws.Exception.With.Message.Contains(sentence));
    }

    [Test]
    public async Task Without_anybody_who_could_call_it_does_not_start()
    {
        var environment = new Dictionary<string, string> { ["Database__ConnectionString"] = Database, ["Broker__Uri"] = "amqp://127.0.0.1:1", ["ASPNETCORE_ENVIRONMENT"] = "Development" };
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("OrdersEndpoint", environment), Throws.Exception.With.Message.Contains("Access lets nobody in"));
    }

    [Test]
    public async Task A_secret_is_not_repeated_in_the_sentence()
    {
        var environment = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = Database,
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            ["Access__ServiceTokens__0__Token"] = "too-short-a-secret",
        };
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("OrdersEndpoint", environment), Throws.Exception.With.Message.Not.Contains("too-short-a-secret"));
    }
}
