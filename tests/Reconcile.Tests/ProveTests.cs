using System.Text.Json;
using System.Text.RegularExpressions;
using Notifications.Testing;
using Notifications.Tools;
using Npgsql;

namespace Notifications.Reconcile.Tests;

/// <summary>The command <c>prove</c> on a real database, by what it prints and its exit codes.</summary>
[CancelAfter(60_000)]
public sealed partial class ProveTests : ToolFixture
{
    [SetUp]
    public async Task Sell()
    {
        await _book.CoverAsync("2 days", "-10 minutes");
        await _book.PlaceAndSendAsync("2 hours");
        await _book.PlaceAndSendAsync("1 minute");
    }

    [Test]
    public async Task A_whole_window_ends_with_0_and_says_so_in_the_last_line()
    {
        var (code, output, error) = await RunAsync();
        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(
            Time().Replace(output, "T"),
            Is.EqualTo(
                """
                Orders accepted from T to T, as of T

                  orders                  2
                  accepted                2  a relay has the e-mail
                    late                  0  of these, after more than 5 minutes
                  rejected                0  a person has to act
                  pending                 0  not sent, and still in time
                  missing                 0  not sent, and it was due
                  flagged                 0  possible duplicates: the customer may have two
                  twice                   0  accepted more than once, and not flagged
                  unexplained             0  orders, ledger and log of attempts do not agree

                whole: 2 orders, every e-mail is accounted for

                """));
        Assert.That((await RunAsync("--strict")).Output, Does.EndWith("\nwhole: 2 orders, every e-mail is accounted for, in time and once\n"));
    }

    [Test]
    public async Task A_missing_order_ends_with_1_and_is_named_with_its_state()
    {
        var order = await _book.PlaceAsync("10 minutes");
        await _book.DeliverAsync(order, "deferred");
        await _book.LogAsync(order, 1, "deferred");
        var (code, output, _) = await RunAsync();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Match($@"\nMissing:\n  {order}  [\d-]+ [\d:]+Z  deferred   10 min old  451 later\n\nNOT WHOLE: 1 missing\n$"));
    }

    [Test]
    public async Task An_e_mail_that_was_sent_twice_ends_with_1_and_is_named()
    {
        var order = await _book.PlaceAndSendAsync("10 minutes");
        await _book.ExecuteAsync($"UPDATE notifications.deliveries SET attempt = 2 WHERE order_id = '{order}'");
        await _book.LogAsync(order, 2, "accepted");
        var (code, output, _) = await RunAsync();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Match($@"\nTwice:\n  {order}  .*Relays accepted 2 attempts, .*\n\nNOT WHOLE: 1 twice\n$"));
    }

    [Test]
    public async Task What_nobody_can_explain_ends_with_1_and_is_named()
    {
        var order = await _book.PlaceAsync("10 minutes", items: false);
        await _book.DeliverAsync(order, "accepted");
        var (code, output, _) = await RunAsync();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Match($@"\nUnexplained:\n  {order}  .*\n  {order}  .*\n\nNOT WHOLE: 2 unexplained\n$"));
        Assert.That(output, Does.Contain("The order has no items.").And.Contain("The ledger says that attempt 1 ended as accepted; the log of attempts does not."));
    }

    [Test]
    public async Task What_is_rejected_late_pending_flagged_or_not_looked_at_is_counted_and_a_fault_only_strictly()
    {
        await PlaceWhatIsNoFaultAsync();
        var (code, output, _) = await RunAsync();
        Assert.That(code, Is.Zero);
        Assert.That(
            output,
            Does.Match(@" late +1 ").And.Match(@" rejected +1 ").And.Match(@" pending +1 ").And.Match(@" flagged +1 ")
                .And.Match(@"\nRejected:\n.*  rejected   10 min old  550 5\.1\.1\n").And.Contain("\nNot looked at by reconciliation:\n").And.Not.Contain("\nLate:\n")
                .And.EndsWith("\nwhole: 6 orders, every e-mail is accounted for\n"));

        (code, output, _) = await RunAsync("--strict");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.EndWith("\nNOT WHOLE: 1 late, 1 rejected, 1 pending, 1 flagged, 1 not looked at by reconciliation\n"));
    }

    [Test]
    public async Task Late_orders_are_named_when_asked_for()
    {
        await PlaceWhatIsNoFaultAsync();
        Assert.That((await RunAsync("--late")).Output, Does.Match(@"\nLate:\n  [0-9a-f-]+  [\d-]+ [\d:]+Z  after 6 min\n"));
    }

    [Test]
    public async Task What_reconciliation_will_look_at_in_a_moment_is_no_gap()
    {
        await _book.ExecuteAsync("TRUNCATE reconciliation.runs");
        await _book.CoverAsync("2 days", "60 seconds");
        var (code, output, _) = await RunAsync("--strict");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("\nReconciliation has not looked at orders since 20").And.Contain(" yet; their turn comes.\n"));
    }

    [Test]
    public async Task More_than_the_limit_is_counted_and_said()
    {
        for (var order = 0; order < 3; order++)
            await _book.PlaceAsync("10 minutes");
        Assert.That((await RunAsync("--limit", "1")).Output, Does.Match(@"\nMissing:\n  \S+  \S+ \S+  published  10 min old\n  and 2 more; --limit N names more of them\n\nNOT WHOLE: 3 missing\n$"));
    }

    [Test]
    public async Task A_window_has_the_orders_that_were_accepted_in_it()
    {
        await _book.PlaceAsync("30 hours");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await RunAsync()).Code, Is.Zero, "the last day");
            Assert.That((await RunAsync("--last", "2d")).Code, Is.EqualTo(1));
            Assert.That((await RunAsync("--from", "2020-01-01")).Code, Is.EqualTo(1));
            Assert.That((await RunAsync("--from", "2020-01-01", "--until", "2020-01-02")).Code, Is.Zero);
            Assert.That((await RunAsync("--from", "8000-01-01")).Error, Does.StartWith("--from is 8000-01-01T00:00:00Z, and the database's clock says 20"));
        }
    }

    [Test]
    public async Task As_json_it_has_the_fields_that_the_page_documents()
    {
        await PlaceWhatIsNoFaultAsync();
        await _book.PlaceAsync("20 minutes");
        var order = await _book.PlaceAndSendAsync("10 minutes");
        await _book.LogAsync(order, 2, "accepted");
        var (code, output, _) = await RunAsync("--json", "--late");
        using var json = JsonDocument.Parse(output);
        var proof = json.RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(Fields(proof), Is.EqualTo(["from", "until", "proved_at", "strict", "whole", "counts", "missing", "twice", "unexplained", "rejected", "late", "coverage"]));
            Assert.That(Fields(proof.GetProperty("counts")), Is.EqualTo(["orders", "accepted", "late", "rejected", "pending", "flagged", "missing", "twice", "unexplained"]));
            Assert.That(Fields(proof.GetProperty("missing")[0]), Is.EqualTo(["order_id", "accepted_at", "state", "age_seconds", "reason"]));
            Assert.That(Fields(proof.GetProperty("twice")[0]), Is.EqualTo(["order_id", "at", "sentence"]));
            Assert.That(Fields(proof.GetProperty("unexplained")[0]), Is.EqualTo(["order_id", "at", "sentence"]));
            Assert.That(Fields(proof.GetProperty("rejected")[0]), Is.EqualTo(["order_id", "accepted_at", "state", "age_seconds", "reason"]));
            Assert.That(Fields(proof.GetProperty("late")[0]), Is.EqualTo(["order_id", "accepted_at", "after_seconds"]));
            Assert.That(Fields(proof.GetProperty("coverage")), Is.EqualTo(["gaps", "not_looked_at_since"]));
            Assert.That(Fields(proof.GetProperty("coverage").GetProperty("gaps")[0]), Is.EqualTo(["from", "until"]));
            Assert.That(proof.GetProperty("whole").GetBoolean(), Is.False);
            Assert.That(proof.GetProperty("counts").GetProperty("orders").GetInt64(), Is.EqualTo(8));
            Assert.That(proof.GetProperty("missing")[0].GetProperty("age_seconds").GetDouble(), Is.EqualTo(1_200).Within(60));
            Assert.That(proof.GetProperty("late")[0].GetProperty("after_seconds").GetDouble(), Is.EqualTo(360));
        }

        Assert.That((await RunAsync("--json")).Output, Does.Not.Contain("after_seconds"));
    }

    [Test]
    public async Task A_proof_is_recorded_unless_nobody_wants_that()
    {
        await RunAsync("--no-record");
        Assert.That(await CountAsync(), Is.Zero);
        await RunAsync();
        Assert.That(await CountAsync(), Is.EqualTo(1));

        Task<object?> CountAsync() => _book.ExecuteAsync("SELECT count(*) FROM reconciliation.proofs");
    }

    [Test]
    public async Task A_user_who_may_only_read_can_prove_and_is_told_that_nothing_is_recorded()
    {
        var reader = $"reader_{Guid.NewGuid():N}";
        await _book.ExecuteAsync(
            $"""
             CREATE ROLE {reader} LOGIN PASSWORD 'secret';
             GRANT USAGE ON SCHEMA orders, messaging, notifications, reconciliation TO {reader};
             GRANT SELECT ON ALL TABLES IN SCHEMA orders, messaging, notifications, reconciliation TO {reader};
             """);
        try
        {
            var database = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = reader, Password = "secret", Pooling = false }.ConnectionString;
            Assert.That((await RunOnAsync(database, "prove", "--no-record")).Code, Is.Zero);

            var (code, output, error) = await RunOnAsync(database, "prove");
            Assert.That((code, error), Is.EqualTo((3, "The proof stands, but it could not be recorded: permission denied for table proofs. Give --no-record, or a --database user who may insert into reconciliation.proofs.\n")));
            Assert.That(output, Does.EndWith("\nwhole: 2 orders, every e-mail is accounted for\n"));

            await _book.PlaceAsync("10 minutes");
            Assert.That((await RunOnAsync(database, "prove")).Code, Is.EqualTo(1), "a fault is worse than a record that is not kept");
        }
        finally
        {
            await _book.ExecuteAsync($"DROP OWNED BY {reader}; DROP ROLE {reader};");
        }
    }

    [Test]
    public async Task A_wrong_argument_ends_with_2_and_its_sentence() =>
        Assert.That(await RunAsync("--limit", "0"), Is.EqualTo((2, "", "--limit is '0'; give 1 to 100000.\n")));

    [Test]
    public async Task What_is_no_connection_string_ends_with_2_and_names_both_places_it_may_be_from()
    {
        var (code, _, error) = await RunOnAsync("Hots=1", "prove");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(2));
            Assert.That(error, Does.StartWith("--database, Database__ConnectionString or DATABASE_URL, is not a connection string: "));
        }
    }

    [Test]
    public async Task A_database_that_is_away_ends_with_3_and_says_where_to_look()
    {
        var (code, _, error) = await RunOnAsync("Host=127.0.0.1;Port=1;Username=x;Password=secret", "prove");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(3));
            Assert.That(error, Does.StartWith("The database cannot be used: ").And.EndWith(" Look at PostgreSQL, and at --database, Database__ConnectionString or DATABASE_URL.\n"));
            Assert.That(error, Does.Not.Contain("secret"));
        }
    }

    [Test]
    public async Task A_database_without_the_tables_ends_with_3_and_names_the_migrator()
    {
        await using var empty = await TestDatabase.CreateAsync();
        var (code, _, error) = await RunOnAsync(empty.ConnectionString, "prove");
        Assert.That(
            (code, error),
            Is.EqualTo((3, "This database has not the tables of the product: relation \"reconciliation.runs\" does not exist. Is it the right one? Then run the migrator, src/Database, on it.\n")));
    }

    [Test]
    public async Task Help_needs_no_database() => Assert.That(await RunOnAsync("", "--help"), Is.EqualTo((0, CommandLine.HelpText + "\n", "")));

    [Test]
    public async Task As_a_program_it_takes_the_database_from_the_environment(CancellationToken cancellation)
    {
        await HostProcess.RunToEndAsync(
            "Reconcile", new Dictionary<string, string> { [DatabaseOption.Variable] = ConnectionString }, ["prove", "--last", "1h"], cancellation: cancellation);
        Assert.That(await _book.ExecuteAsync("SELECT orders FROM reconciliation.proofs"), Is.EqualTo(1));
    }

    /// <summary>One order each: late, rejected, pending, flagged; and a gap in what reconciliation has looked at.</summary>
    private async Task PlaceWhatIsNoFaultAsync()
    {
        await _book.PlaceAndSendAsync("30 minutes", after: "6 minutes");
        var rejected = await _book.PlaceAsync("10 minutes");
        await _book.DeliverAsync(rejected, "rejected", reason: "550 5.1.1");
        await _book.LogAsync(rejected, 1, "rejected");
        await _book.PlaceAsync("2 minutes");
        var flagged = await _book.PlaceAsync("20 minutes");
        await _book.DeliverAsync(flagged, "accepted", attempt: 2, possibleDuplicate: true);
        await _book.LogAsync(flagged, 1, "taken_over");
        await _book.LogAsync(flagged, 2, "accepted");
        await _book.ExecuteAsync("UPDATE reconciliation.runs SET covered_until = now() - interval '30 minutes'");
        await _book.CoverAsync("20 minutes", "-10 minutes");
    }

    private static IEnumerable<string> Fields(JsonElement element) => element.EnumerateObject().Select(field => field.Name);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] options) => RunOnAsync(ConnectionString, ["prove", .. options]);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Time();
}
