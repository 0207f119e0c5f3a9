using System.Net.Http.Headers;
using System.Text;
using Notifications.LocalStack;
using Notifications.Proof.Builds;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Proof.Tests.Builds;

[CancelAfter(300_000)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.All)]
public sealed class CrashPointTests
{
    private const int KilledBySignal9 = 137;

    private TestBuild _build = null!;

    [OneTimeSetUp]
    public async Task Build() => _build = await TestBuilds.GetAsync(null, CancellationToken.None);

    [TestCase("OrdersEndpoint")]
    [TestCase("NotificationEndpoint")]
    [TestCase("ReconciliationJob")]
    public void A_build_for_use_comes_by_none(string project) => Assert.That(CalledPoints.Of(BuildOutput.ProgramOf(project)), Is.Empty);

    [Test]
    public void A_test_build_comes_by_each_of_them()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var host in CrashPoint.All.GroupBy(point => point.Project))
                Assert.That(host.Select(point => point.Name), Is.SubsetOf(CalledPoints.Of(_build.ProgramOf(host.Key))), host.Key);
            Assert.That(
                CrashPoint.All.Select(point => point.Project).Distinct().SelectMany(project => CalledPoints.Of(_build.ProgramOf(project))).Distinct(),
                Is.EquivalentTo(CrashPoint.All.Select(point => point.Name)));
        }
    }

    [Test]
    public async Task A_host_dies_by_kill_9_at_the_place_and_the_time_that_it_is_told(CancellationToken cancellation)
    {
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var api = await HostProcess.StartAsync(
            "OrdersEndpoint",
            new Dictionary<string, string>([
                .. TestAccess.Settings, CrashPoint.All[0].At(2),
                new("Database__ConnectionString", database.ConnectionString), new("Broker__Uri", broker.Uri.AbsoluteUri), new("Stopping__AnnounceFor", "00:00:00"),
            ]),
            program: _build.ProgramOf("OrdersEndpoint"),
            cancellation: cancellation);

        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestAccess.ServiceToken) } };
        using var first = await client.PostAsync(new Uri(api.Address, "orders"), Order(), cancellation);
        Assert.That((int)first.StatusCode, Is.EqualTo(202));
        Assert.That(() => client.PostAsync(new Uri(api.Address, "orders"), Order(), cancellation), Throws.InstanceOf<HttpRequestException>());

        await Eventually.TrueAsync(() => Task.FromResult(api.HasExited), "the API is dead", cancellation);
        Assert.That(api.ExitCode, Is.EqualTo(KilledBySignal9));
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var count = source.CreateCommand("SELECT count(*) FROM orders.orders");
        Assert.That(await count.ExecuteScalarAsync(cancellation), Is.EqualTo(1), "the second order was not committed");
    }

    [TestCase("after-lunch:1")]
    [TestCase("after-commit")]
    [TestCase("after-commit:0")]
    public void A_host_that_is_told_to_die_where_it_never_comes_by_does_not_start(string crashAt)
    {
        Assert.That(
            () => HostProcess.RunToEndAsync("OrdersEndpoint", new Dictionary<string, string>(TestAccess.Settings)
            {
                ["CRASH_AT"] = crashAt,
                ["Database__ConnectionString"] = "Host=127.0.0.1;Username=nobody;Password=nothing;Database=none",
                ["Broker__Uri"] = "amqp://nobody:nothing@127.0.0.1:1/none",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            }, program: _build.ProgramOf("OrdersEndpoint")),
            Throws.InstanceOf<CannotContinueException>().With.Message.Contains($"CRASH_AT is '{crashAt}'").And.Message.Contains("after-drive"));
    }

    private static StringContent Order() => new(
        """{"customer_id":"7","customer":{"name":"Ana","email":"ana@example.test"},"currency":"BRL","items":[{"sku":"ABC","qty":2,"unit_price":10.50}]}""",
        Encoding.UTF8,
        "application/json");
}
