using System.Text.RegularExpressions;
using Notifications.MailCatcher.Faults;
using Notifications.Messages;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Pipeline.Tests;

/// <summary>What a program writes and answers about itself while things go wrong, at the most talkative level.</summary>
[CancelAfter(120_000)]
public sealed partial class LogTests : ShopFixture
{
    private const string DatabasePassword = "Secret-Of-The-Database";
    private const string BrokerPassword = "Secret-Of-The-Broker";
    private const string RelayPassword = "Secret-Of-The-Relay";

    private static readonly Dictionary<string, string> Talkative = new()
    {
        ["Serilog__MinimumLevel__Default"] = "Verbose",
        ["Serilog__MinimumLevel__Override__Microsoft"] = "Verbose",
        ["Serilog__MinimumLevel__Override__Quartz"] = "Verbose",
    };

    /// <summary>Refused logins, and servers that are not there.</summary>
    private async Task<(Dictionary<string, string> Refused, Dictionary<string, string> Nowhere)> UselessAsync(CancellationToken cancellation)
    {
        var database = (await RealServers.GetAsync(cancellation)).Postgres;
        var broker = new UriBuilder(_broker.Uri) { Password = BrokerPassword };
        var refused = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = new NpgsqlConnectionStringBuilder(database) { Password = DatabasePassword }.ConnectionString,
            ["Broker__Uri"] = broker.Uri.AbsoluteUri,
        };
        var nowhere = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = $"Host=nowhere.invalid;Database=x;Username=x;Password={DatabasePassword}",
            ["Broker__Uri"] = $"amqp://x:{BrokerPassword}@nowhere.invalid:5672/x",
        };
        return (refused, nowhere);
    }

    [Test]
    public async Task Passwords_that_servers_refuse_are_in_no_log_and_no_answer(CancellationToken cancellation)
    {
        var smtp = new Dictionary<string, string>(Talkative)
        {
            ["Smtp__From"] = "Shop <orders@shop.example>",
            ["Smtp__Relays__0__Host"] = "nowhere.invalid",
            ["Smtp__Relays__0__User"] = "shop",
            ["Smtp__Relays__0__Password"] = RelayPassword,
        };
        var api = new Dictionary<string, string>(Talkative.Concat(TestAccess.Settings)) { ["Stopping__AnnounceFor"] = "00:00:00" };
        var (refused, nowhere) = await UselessAsync(cancellation);

        var said = await Task.WhenAll(
            SayAsync("NotificationEndpoint", smtp.Concat(refused), cancellation),
            SayAsync("NotificationEndpoint", smtp.Concat(nowhere), cancellation),
            SayAsync("OrdersEndpoint", api.Concat(refused), cancellation),
            SayAsync("ReconciliationJob", Talkative.Concat(refused), cancellation),
            SayAsync("ReconciliationJob", Talkative.Concat(nowhere), cancellation));

        Assert.That(string.Concat(said), Does.Contain("ACCESS_REFUSED").And.Contain("password authentication failed"), "it is about that");
        Assert.That(said.SelectMany(text => Secret().Matches(text)), Is.Empty);
    }

    [Test]
    public async Task No_password_and_no_whole_address_is_in_a_log_when_relays_fail_and_refuse(CancellationToken cancellation)
    {
        var api = await _shop.StartApiAsync(cancellation, Talkative);
        var consumer = await _shop.StartConsumerAsync(cancellation, new Dictionary<string, string>(Talkative.Concat(Shop.RelayAt(1, _shop.Mail.SmtpPort)))
        {
            ["Smtp__Relays__0__Tls"] = "StartTls",
            ["Smtp__Relays__0__User"] = "shop",
            ["Smtp__Relays__0__Password"] = RelayPassword,
        });
        _shop.Mail.Faults.Add(new Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 <maria.silva@example.test>: no such user, maria.silva@example.test")) { Recipient = "maria.silva@" });

        var order = await _shop.PlaceOneAsync("maria.silva@example.test", cancellation);
        await _shop.WaitForStatusAsync(order, "rejected", cancellation);
        await _broker.TakeFromErrorQueueAsync(cancellation);
        await _broker.PublishCopiesAsync(order, 1, cancellation, "maria.silva@example.com");
        await _broker.TakeFromErrorQueueAsync(cancellation);

        var said = $"{api.Output}{consumer.Output}{await consumer.HealthAsync(cancellation)}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.Contain("STARTTLS").And.Contain("m***@example.test").And.Contain("has another recipient than this command"), "it is about all that");
            Assert.That(said, Does.Not.Contain("maria.silva"));
            Assert.That(Secret().Matches(said), Is.Empty);
        }
    }

    [Test]
    public async Task What_a_stranger_wrote_is_never_a_line_of_the_log(CancellationToken cancellation)
    {
        const string Evil = "Evil\r\n00:00:00.000 INF Forged: all is well\u001b[2J\u2028\u202E";
        var consumer = await _shop.StartConsumerAsync(cancellation);
        await _broker.PublishAsync(Endpoints.Notification, "{}", Evil, cancellation);
        await _broker.TakeFromErrorQueueAsync(cancellation);

        var lines = consumer.Output.Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Some.Contains("Evil  00:00:00.000 INF Forged: all is well"));
            Assert.That(lines.Where(line => !OurLine().IsMatch(line)), Is.Empty);
            Assert.That(consumer.Output.Where(character => character != '\n' && char.IsControl(character)), Is.Empty);
        }
    }

    /// <summary>Everything that a host has to say that can reach neither database nor broker.</summary>
    private static async Task<string> SayAsync(string host, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellation)
    {
        await using var process = await HostProcess.StartAsync(host, settings.ToDictionary(), readyPath: "health/live", cancellation: cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(process.Output.Contains("cannot connect to RabbitMQ", StringComparison.Ordinal)), "it has tried", cancellation);
        var health = await process.HealthAsync(cancellation);
        Assert.That(health, Does.Contain("PostgreSQL does not answer"));
        return $"{process.Output}{health}";
    }

    /// <summary>As written, or as a URI or base64 have it.</summary>
    [GeneratedRegex("test-service-token|Secret-Of|Secret%2DOf|U2VjcmV0LU9m|NlY3JldC1PZ|TZWNyZXQtT2")]
    private static partial Regex Secret();

    /// <summary>Begins with a time, or belongs to the exception above it. The tail of a log is indented by four.</summary>
    [GeneratedRegex(@"^ {4}(\d\d:\d\d:\d\d\.\d{3} (?!INF Forged)| {4})")]
    private static partial Regex OurLine();
}
