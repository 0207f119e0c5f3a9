using Microsoft.Extensions.Logging.Abstractions;
using Notifications.ReconciliationJob.Days;
using Notifications.ReconciliationJob.Runs;
using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Days;

/// <summary>What is done once a day is over, on a real database.</summary>
[CancelAfter(60_000)]
public sealed class DayEndTests : DatabaseFixture
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("notifications-report-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_day_that_is_over_is_proved_once_and_its_report_is_written(CancellationToken cancellation)
    {
        await DecideAsync("date_trunc('day', now(), 'UTC') - interval '1 day'", "date_trunc('day', now(), 'UTC') - interval '1 minute'");
        await ExecuteAsync(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
            VALUES (gen_random_uuid(), '1', 'Ana', 'ana@example.test', 'BRL', 1, now(), date_trunc('day', now(), 'UTC') - interval '3 hours')
            """);

        await NewDayEnd().CloseAsync(cancellation);
        await NewDayEnd().CloseAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync<long>("SELECT missing FROM reconciliation.proofs WHERE proved_until = date_trunc('day', now(), 'UTC')"), Is.EqualTo(new[] { 1L }));
            Assert.That(await QueryAsync<decimal>("SELECT sum(missed) FROM reconciliation.sla_minutes"), Is.EqualTo(1), "counted once more, although its minute was decided before it was seen");
            var day = (await QueryAsync<DateTime>("SELECT now() - interval '1 day'")).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            Assert.That(_folder.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { $"sla-{day}.csv", $"sla-{day}.html" }));
        }
    }

    [TestCase("date_trunc('day', now(), 'UTC') - interval '1 day'", "date_trunc('day', now(), 'UTC') - interval '10 minutes'", TestName = "Not while its last minutes are not decided")]
    [TestCase("date_trunc('day', now(), 'UTC') - interval '9 days'", "date_trunc('day', now(), 'UTC') - interval '8 days' - interval '1 minute'", TestName = "Not when it is older than a week")]
    public async Task A_day_is_not_closed(string from, string until)
    {
        await DecideAsync(from, until);
        await NewDayEnd().CloseAsync(CancellationToken.None);
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM reconciliation.proofs"), Is.Zero);
    }

    [Test]
    public async Task What_is_too_old_is_removed_and_the_newest_run_stays(CancellationToken cancellation)
    {
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync(
            """
            UPDATE reconciliation.runs SET started_at = now() - interval '91 days';
            INSERT INTO reconciliation.findings (run_id, order_id, kind, at, state, decision, age)
            SELECT 1, gen_random_uuid(), 'order-confirmation', now() - days * interval '1 day', 'published', 'driven', '1 minute' FROM generate_series(89, 91) AS days;
            INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed)
            SELECT date_trunc('minute', now() - days * interval '1 day', 'UTC'), 0, 0, 0, 0 FROM generate_series(399, 401) AS days;
            INSERT INTO reconciliation.proofs (proved_from, proved_until, orders, accepted, late, rejected, pending, flagged, missing, twice, unexplained)
            SELECT now() - days * interval '1 day', now(), 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM generate_series(399, 401, 2) AS days
            """);

        Assert.That(await DayTable.RemoveOldAsync(Source, TimeSpan.FromDays(90), cancellation), Is.EqualTo(1 + 2 + 2 + 1), "a run; findings of 90 and 91 days; minutes of 400 and 401; a proof");
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM reconciliation.runs"), Is.EqualTo(1));
    }

    private DayEnd NewDayEnd() => new(
        Source, new DailyReport(Source, new SlaSettings { ReportFolder = _folder.FullName }, NullLogger<DailyReport>.Instance), Settings, NullLogger<DayEnd>.Instance);

    private Task DecideAsync(string from, string until) => ExecuteAsync(
        $"INSERT INTO reconciliation.sla_minutes (minute, orders, within, rejected, missed) SELECT m, 0, 0, 0, 0 FROM generate_series({from}, {until}, interval '1 minute') AS m");
}
