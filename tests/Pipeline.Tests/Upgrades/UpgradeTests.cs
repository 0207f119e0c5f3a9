using System.Globalization;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>Deploys that nobody notices: real hosts of two versions on one database and one broker, changed under load behind a load balancer.</summary>
[CancelAfter(600_000)]
[NonParallelizable] // beside others that start hosts, two cores have more to do than a hundred orders a second leave them
public sealed class UpgradeTests
{
    private const int PerSecond = 100;

    private TestBroker _broker = null!;
    private TestDatabase _database = null!;
    private Shop _shop = null!;
    private LoadBalancer _door = null!;

    [SetUp]
    public async Task Open()
    {
        _broker = await TestBroker.CreateAsync();
        _database = await TestDatabase.CreateAsync();
        _shop = await Shop.OpenWithoutHostsAsync(_database, _broker.Uri, CancellationToken.None);
        _door = await LoadBalancer.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task Close()
    {
        await _door.DisposeAsync();
        await _shop.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task From_the_previous_version_to_this_one_and_back_no_request_fails_and_each_order_has_one_mail(CancellationToken cancellation)
    {
        var previous = await PreviousVersion.GetAsync();
        await MigrateAsync(previous ?? Release.Ours, cancellation);
        // Longer than this machine stalls while it starts hosts, and the load balancer with it.
        var fleet = new Fleet(_shop, _door, announceFor: TimeSpan.FromSeconds(5), recoverability: false);
        await fleet.StartAsync(previous ?? Release.Ours, cancellation);

        await UnderLoadAsync(
            fleet,
            async deploy =>
            {
                await MigrateAsync(Release.Ours, cancellation);
                await deploy.ToAsync(Release.Ours, cancellation);
                // At night: the schema stays as it is.
                await deploy.ToAsync(previous ?? Release.Ours, cancellation);
            },
            cancellation);

        if (previous is null)
            Assert.Warn($"There is no commit {PreviousVersion.Commit} here, a clone without history perhaps: this version was rolled to itself, which says nothing about an upgrade.");
    }

    /// <summary>This version to itself, with the times of production. <c>ROLL_SECONDS</c>: for how long, 60 unless it is given; <c>--filter FullyQualifiedName=…</c> runs it.</summary>
    [Explicit("Takes a minute and more.")]
    [Test]
    public async Task Rolling_restarts_of_every_host_for_a_minute(CancellationToken cancellation)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("ROLL_SECONDS"), CultureInfo.InvariantCulture, out var value) ? value : 60;
        await MigrateAsync(Release.Ours, cancellation);
        var fleet = new Fleet(_shop, _door, announceFor: TimeSpan.FromSeconds(3), recoverability: true);
        await fleet.StartAsync(Release.Ours, cancellation);
        using var minute = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));

        await UnderLoadAsync(
            fleet,
            async deploy =>
            {
                while (!minute.IsCancellationRequested)
                    await deploy.ToAsync(Release.Ours, cancellation);
            },
            cancellation);
    }

    private async Task UnderLoadAsync(Fleet fleet, Func<Deploy, Task> act, CancellationToken cancellation)
    {
        using var enough = new CancellationTokenSource();
        using var traffic = new Traffic(_door.Address);
        var flowing = traffic.FlowAsync(PerSecond, enough.Token, cancellation);
        var deploy = new Deploy(_shop, fleet, traffic);
        try
        {
            await act(deploy);
        }
        finally
        {
            await enough.CancelAsync();
            await flowing;
        }

        await deploy.NobodyHasNoticedAsync(cancellation);
    }

    private Task MigrateAsync(Release release, CancellationToken cancellation) => HostProcess.RunToEndAsync(
        "Database",
        new Dictionary<string, string> { ["Database__ConnectionString"] = _database.ConnectionString },
        program: release.ProgramOf("Database"),
        cancellation: cancellation);
}
