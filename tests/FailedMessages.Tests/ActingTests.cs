using Notifications.Messages;
using Notifications.Testing;
using Notifications.Tools;

namespace Notifications.FailedMessages.Tests;

/// <summary>With a RecoverabilityEndpoint that does what is asked for.</summary>
public sealed class ActingTests : ToolFixture
{
    private TestBroker _broker = null!;
    private HostProcess _host = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        _broker = await TestBroker.CreateAsync();
        var settings = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = ConnectionString,
            ["Broker__Uri"] = _broker.Uri.AbsoluteUri,
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        _host = await HostProcess.StartAsync("RecoverabilityEndpoint", settings, cancellation: limit.Token);
    }

    [OneTimeTearDown]
    public async Task StopHost()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Test]
    public async Task Messages_are_deleted_and_restored()
    {
        await new FailedMessageRows { Count = 3 }.InsertAsync(Source);
        Assert.That(await RunAsync("delete", "--cause", "broke"), Is.EqualTo((0, "3 messages were deleted.\n", "")));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.failed_messages WHERE status = 'archived'"), Is.EqualTo(3));
        Assert.That(await RunAsync("restore", "--yes"), Is.EqualTo((0, "3 messages were restored.\n", "")));
        Assert.That(await RunAsync("restore", "--yes"), Is.EqualTo((1, "", "No failed message fits.\n")));
    }

    [Test]
    public async Task What_cannot_be_sent_back_ends_with_4()
    {
        var ids = await new FailedMessageRows { Queue = "gone" }.InsertAsync(Source);
        var good = await new FailedMessageRows { Queue = Endpoints.Notification }.InsertAsync(Source);
        Assert.That(
            await RunAsync("retry", $"{ids[0]}", "--id", $"{good[0]}"),
            Is.EqualTo((4, "1 message was sent back. 1 message could not be; 'list --since 5m' shows them, and the events why.\n", "")));
    }

    [Test]
    public async Task Followed_it_is_known_of_each_what_became_of_it(CancellationToken cancellation)
    {
        var ids = await new FailedMessageRows { Count = 3, Queue = Endpoints.Notification }.InsertAsync(Source);
        var run = RunAsync("retry", "--endpoint", "Shipping", "--follow");
        await Eventually.TrueAsync(() => QueryAsync<bool>("SELECT count(*) = 1 FROM recoverability.operations WHERE state = 'completed'"), "they are sent back", cancellation);
        await ExecuteAsync($"UPDATE recoverability.failed_messages SET status = CASE WHEN failed_message_id = '{ids[0]}' THEN 'unresolved' ELSE 'resolved' END");
        Assert.That(await run, Is.EqualTo((4, "2 messages resolved, 1 failed again, 0 could not be sent back.\n", "")));
    }

    [Test]
    public async Task A_dry_run_says_how_many_of_which_groups_and_changes_nothing()
    {
        await new FailedMessageRows { Count = 2 }.InsertAsync(Source);
        var (code, output, _) = await RunAsync("retry", "--dry-run");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.StartWith("        2  ").And.EndWith("2 messages would be sent back. Nothing was changed.\n"));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.operations"), Is.Zero);
    }

    [Test]
    public async Task As_a_program_it_takes_the_database_from_the_environment(CancellationToken cancellation)
    {
        await new FailedMessageRows().InsertAsync(Source);
        await HostProcess.RunToEndAsync("FailedMessages", new Dictionary<string, string> { [DatabaseOption.Variable] = ConnectionString }, ["delete", "--yes"], cancellation: cancellation);
        Assert.That(await QueryAsync<string>("SELECT status FROM recoverability.failed_messages"), Is.EqualTo("archived"));
    }
}
