using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Heartbeats;

namespace Notifications.RecoverabilityEndpoint.Tests.Heartbeats;

/// <summary>Times are moved in the database, whose clock counts.</summary>
[CancelAfter(30_000)]
public sealed class HeartbeatTests : DatabaseFixture
{
    private static readonly HeartbeatSettings Settings = new();
    private static readonly Guid Other = Guid.Parse("00000000-0000-0000-0000-000000000002");

    [TearDown]
    public Task Untrack() => ExecuteAsync("DELETE FROM recoverability.endpoint_settings WHERE name <> ''");

    [Test]
    public async Task An_endpoint_is_known_from_its_first_heartbeat_and_told_once()
    {
        await TakeAsync(ReportMessage.Beat(), ReportMessage.Beat(), ReportMessage.Started());
        await TakeAsync(ReportMessage.Beat(), ReportMessage.Started());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await QueryAsync<string>("SELECT name || ' ' || (now() - beat_at < interval '10 s') || ' ' || started_at::date FROM recoverability.endpoints"), Is.EqualTo("Shop true 2026-11-25"));
            Assert.That(await ToldAsync(), Is.EqualTo("HeartbeatingEndpointDetected EndpointStarted"));
        }
    }

    [Test]
    public async Task Silence_is_told_once_by_whoever_looks_first_and_so_is_its_end()
    {
        await TakeAsync(ReportMessage.Beat());
        await SilenceAsync(seconds: 39);
        await Task.WhenAll(LookAsync(), LookAsync());
        Assert.That(await ToldAsync(), Is.EqualTo("HeartbeatingEndpointDetected"), "not yet");

        await SilenceAsync(seconds: 41);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookAsync()));
        await TakeAsync(ReportMessage.Beat());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookAsync()));
        Assert.That(await ToldAsync(), Is.EqualTo("HeartbeatingEndpointDetected EndpointFailedToHeartbeat EndpointHeartbeatRestored"));
    }

    [Test]
    public async Task One_that_nobody_watches_may_be_silent()
    {
        await TakeAsync(ReportMessage.Beat());
        await ExecuteAsync("UPDATE recoverability.endpoints SET monitored = false");
        await SilenceAsync(seconds: 41);
        await LookAsync();
        Assert.That(await ToldAsync(), Is.EqualTo("HeartbeatingEndpointDetected"));
    }

    [Test]
    public async Task Of_an_endpoint_whose_processes_are_not_watched_one_by_one_the_last_one_tells()
    {
        await TakeAsync(ReportMessage.Beat(), ReportMessage.Beat(host: Other));
        await SilenceAsync(41, Other);
        await LookAsync();
        Assert.That(await ToldAsync(), Does.Not.Contain("Failed"), "another one is heard");
        await SilenceAsync(41);
        await LookAsync();
        Assert.That(await ToldAsync(), Does.EndWith("EndpointFailedToHeartbeat").And.Not.Contain("EndpointFailedToHeartbeat E"));

        await TakeAsync(ReportMessage.Beat());
        await LookAsync();
        await TakeAsync(ReportMessage.Beat(host: Other));
        await LookAsync();
        Assert.That(await ToldAsync(), Does.EndWith("EndpointFailedToHeartbeat EndpointHeartbeatRestored"));
    }

    [Test]
    public async Task Of_one_whose_processes_are_each_tells()
    {
        await ExecuteAsync("INSERT INTO recoverability.endpoint_settings VALUES ('Shop', true)");
        await TakeAsync(ReportMessage.Beat(), ReportMessage.Beat(host: Other));
        await SilenceAsync(41, Other);
        await LookAsync();
        await SilenceAsync(41);
        await LookAsync();
        Assert.That(await ToldAsync(), Does.EndWith("EndpointFailedToHeartbeat EndpointFailedToHeartbeat"));
    }

    [Test]
    public async Task A_beat_that_has_waited_makes_no_dead_endpoint_look_alive()
    {
        await TakeAsync(ReportMessage.Beat());
        await SilenceAsync(seconds: 600);
        await TakeAsync(ReportMessage.Beat(executedAt: $"{DateTime.UtcNow.AddSeconds(-45):O}"));
        await LookAsync();
        Assert.That(await ToldAsync(), Does.EndWith("EndpointFailedToHeartbeat"));
    }

    [Test]
    public async Task What_is_silent_for_a_day_is_forgotten_with_its_checks()
    {
        await TakeAsync(ReportMessage.Beat(), ReportMessage.Check(hasFailed: true, "2026-01-01T00:00:00Z"));
        await ForgetAsync();
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.custom_checks"), Is.EqualTo(1), "its process is there");
        await SilenceAsync(seconds: 24 * 3600 + 1);
        await ForgetAsync();
        Assert.That(
            await QueryAsync<long>("SELECT (SELECT count(*) FROM recoverability.custom_checks) + (SELECT count(*) FROM recoverability.endpoints)"), Is.Zero);

        async Task ForgetAsync()
        {
            await using var batch = Source.CreateBatch();
            batch.BatchCommands.Add(EndpointTable.ForgetAfter(Settings.ForgetAfter));
            batch.BatchCommands.Add(CustomCheckTable.ForgetAfter(Settings.ForgetAfter));
            await batch.ExecuteNonQueryAsync();
        }
    }

    [Test]
    public async Task A_check_that_fails_is_told_once_and_so_is_that_it_passes_again()
    {
        await TakeAsync(ReportMessage.Check(hasFailed: false, "2026-11-25T09:00:00Z"));
        await TakeAsync(ReportMessage.Check(hasFailed: true, "2026-11-25T09:01:00Z"));
        await TakeAsync(ReportMessage.Check(hasFailed: true, "2026-11-25T09:02:00Z"), ReportMessage.Check(hasFailed: false, "2026-11-25T09:01:30Z"));
        Assert.That(await QueryAsync<string>("SELECT failure_reason FROM recoverability.custom_checks WHERE failed"), Is.EqualTo("full"));
        await TakeAsync(ReportMessage.Check(hasFailed: false, "2026-11-25T09:03:00Z"));
        await TakeAsync(ReportMessage.Check(hasFailed: true, "2026-11-25T09:02:30Z"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ToldAsync(), Is.EqualTo("CustomCheckFailed CustomCheckSucceeded"), "an old report is no news");
            Assert.That(await QueryAsync<string>("SELECT description FROM recoverability.events ORDER BY event_id LIMIT 1"), Is.EqualTo("Check Disk of Shop on vm has failed: full"));
        }
    }

    [Test]
    public async Task What_is_no_report_does_not_hold_up_the_others()
    {
        await TakeAsync(ReportMessage.Of("Evil", "{}"), ReportMessage.Beat(), ReportMessage.Of("", "\0"));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.endpoints"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_forger_fills_ten_thousand_rows_and_no_more()
    {
        await ExecuteAsync("INSERT INTO recoverability.endpoints (endpoint_id, name, host_id, host, beat_at) SELECT gen_random_uuid(), 'x', gen_random_uuid(), 'x', now() FROM generate_series(1, 9999)");
        await TakeAsync(ReportMessage.Beat());
        await TakeAsync(ReportMessage.Beat(host: Other), ReportMessage.Beat());
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.endpoints"), Is.EqualTo(10_000));
    }

    private Task TakeAsync(params IncomingMessage[] messages) =>
        new ReportIntake(Source, Settings, TimeProvider.System, NullLogger<ReportIntake>.Instance).TakeAsync(messages, CancellationToken.None);

    private Task LookAsync() => EndpointTable.LookAsync(Source, Settings.GracePeriod, CancellationToken.None);

    private Task SilenceAsync(int seconds, Guid? host = null) =>
        ExecuteAsync($"UPDATE recoverability.endpoints SET beat_at = now() - interval '{seconds} s' WHERE host_id = '{host ?? ReportMessage.Host}'");

    private Task<string> ToldAsync() => QueryAsync<string>("SELECT coalesce(string_agg(event_type, ' ' ORDER BY event_id), '') FROM recoverability.events");
}
