using Notifications.Messages;
using Notifications.ReconciliationJob.Proof;
using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Proof;

/// <summary>What a proof finds in a real database, each thing alone beside orders that are as they should be.</summary>
[CancelAfter(60_000)]
public sealed class ProverTests : DatabaseFixture
{
    private OrderBook _book = null!;

    [SetUp]
    public async Task Sell()
    {
        _book = new OrderBook(Source);
        await _book.PlaceAndSendAsync("40 minutes");
        await _book.PlaceAndSendAsync("2 minutes");
    }

    [Test]
    public async Task Orders_that_were_sent_are_counted_and_nothing_is_said_about_them()
    {
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 2)));
        AssertNothingIsListed(proof.Lists);
    }

    [TestCaseSource(typeof(Facts), nameof(Facts.Contradictions))]
    public async Task What_ledger_and_log_do_not_say_alike_is_named(Facts facts)
    {
        var order = await WriteAsync(facts);
        var found = (await ProveAsync()).Lists.Unexplained.Single();
        Assert.That((found.OrderId, found.Sentence), Is.EqualTo((order, facts.Sentence)));
    }

    [TestCaseSource(typeof(Facts), nameof(Facts.Explained))]
    public async Task What_is_odd_and_explained_is_not_named(Facts facts)
    {
        await WriteAsync(facts);
        var proof = await ProveAsync();
        Assert.That((proof.Lists.Unexplained, proof.Lists.Twice), Is.EqualTo((Array.Empty<Disagreement>(), Array.Empty<Disagreement>())));
        Assert.That((proof.Counts.Orders, proof.Counts.Flagged), Is.EqualTo((3, facts.Flagged ? 1 : 0)));
    }

    [Test]
    public async Task A_missing_order_is_named_with_its_state_as_the_page_of_states_has_it()
    {
        var stored = await _book.PlaceAsync("10 minutes");
        await _book.StoreAsync(DeliveryId.For(stored, NotificationKind.OrderConfirmation));
        var published = await _book.PlaceAsync("9 minutes");
        var claimed = await WriteAsync(new Facts("claimed", 1, ""), "8 minutes");
        var deferred = await WriteAsync(new Facts("deferred", 1, "1 deferred"), "7 minutes");
        var unknown = await WriteAsync(new Facts("unknown", 1, "1 unknown"), "6 minutes");

        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 2) with { Orders = 7, Missing = 5 }));
        Assert.That(
            proof.Lists.Missing.Select(order => (order.OrderId, order.State, order.Reason)),
            Is.EqualTo(new[] { (stored, "stored", null), (published, "published", null), (claimed, "claimed", null), (deferred, "deferred", "451 later"), (unknown, "unknown", "451 later") }));
        Assert.That(proof.Lists.Missing[0].Age, Is.EqualTo(TimeSpan.FromMinutes(10)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task An_order_that_is_not_sent_and_still_in_time_is_pending()
    {
        await _book.PlaceAsync("4 minutes");
        await WriteAsync(new Facts("deferred", 1, "1 deferred"), "3 minutes");
        await WriteAsync(new Facts("claimed", 1, ""), "1 minute");
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 2) with { Orders = 5, Pending = 3 }));
        AssertNothingIsListed(proof.Lists);
    }

    [Test]
    public async Task A_rejected_order_is_listed_apart_with_its_reason()
    {
        var order = await WriteAsync(new Facts("rejected", 1, "1 rejected"));
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 2) with { Orders = 3, Rejected = 1 }));
        Assert.That(proof.Lists.Rejected.Select(rejected => (rejected.OrderId, rejected.State, rejected.Reason)), Is.EqualTo(new[] { (order, "rejected", "451 later") }));
    }

    [Test]
    public async Task An_e_mail_after_more_than_five_minutes_is_late()
    {
        await _book.PlaceAndSendAsync("30 minutes", after: "5 minutes");
        var late = await _book.PlaceAndSendAsync("30 minutes", after: "5 minutes 1 second");
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 4) with { Late = 1 }));
        Assert.That(proof.Lists.Late.Select(order => (order.OrderId, order.After)), Is.EqualTo(new[] { (late, TimeSpan.FromSeconds(301)) }));
    }

    [Test]
    public async Task What_was_accepted_twice_and_is_not_flagged_is_named()
    {
        var order = await WriteAsync(new Facts("accepted", 2, "1 accepted, 2 accepted"));
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 3) with { Twice = 1 }));
        Assert.That(
            proof.Lists.Twice.Select(twice => (twice.OrderId, twice.Sentence)),
            Is.EqualTo(new[] { (order, "Relays accepted 2 attempts, and the ledger does not say that there may be a duplicate.") }));
    }

    [Test]
    public async Task A_log_as_it_should_be_does_not_hide_a_ledger_that_says_otherwise()
    {
        await WriteAsync(new Facts("deferred", 1, "1 accepted"));
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 2) with { Orders = 3, Missing = 1, Unexplained = 2 }));
        Assert.That(
            proof.Lists.Unexplained.Select(found => found.Sentence),
            Is.EquivalentTo(new[]
            {
                "The ledger says that attempt 1 ended as deferred; the log of attempts does not.",
                "The log says that attempt 1 was accepted; the ledger says deferred.",
            }));
    }

    [Test]
    public async Task An_attempt_that_the_ledger_has_not_counted_is_not_hidden_by_being_accepted()
    {
        await WriteAsync(new Facts("accepted", 1, "1 accepted, 2 accepted"));
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(Counts(accepted: 3) with { Twice = 1, Unexplained = 1 }));
        Assert.That(proof.Lists.Unexplained.Single().Sentence, Is.EqualTo("The log has attempt 2; the ledger has counted 1 attempt."));
    }

    [Test]
    public async Task An_order_without_items_is_named()
    {
        var order = await _book.PlaceAsync("20 minutes", items: false);
        await _book.DeliverAsync(order, "accepted");
        await _book.LogAsync(order, 1, "accepted");
        Assert.That((await ProveAsync()).Lists.Unexplained.Select(found => (found.OrderId, found.Sentence)), Is.EqualTo(new[] { (order, "The order has no items.") }));
    }

    [TestCase(true, 0, "The ledger has an e-mail (accepted) of an order that does not exist.")]
    [TestCase(true, 1, "The ledger has an e-mail (accepted), and the log 1 attempt, of an order that does not exist.")]
    [TestCase(false, 2, "The log has 2 attempts of an order that does not exist.")]
    public async Task An_order_that_does_not_exist_is_named(bool inLedger, int attempts, string sentence)
    {
        var ghost = Guid.CreateVersion7();
        if (inLedger)
            await _book.DeliverAsync(ghost, "accepted");
        for (var attempt = 1; attempt <= attempts; attempt++)
            await _book.LogAsync(ghost, attempt, "accepted");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ProveAsync()).Lists.Unexplained.Select(found => (found.OrderId, found.Sentence)), Is.EqualTo(new[] { (ghost, sentence) }));
            Assert.That((await ProveAsync("1 hour", "50 minutes")).Lists.Unexplained.Select(found => found.OrderId), Is.Empty, "begun outside the window, in which there are no orders");
            await _book.ExecuteAsync("TRUNCATE orders.orders");
            Assert.That((await ProveAsync("90 seconds", "30 seconds")).Lists.Unexplained.Select(found => found.Sentence), Is.EqualTo(new[] { sentence }), "nothing else in the window");
        }
    }

    [Test]
    public async Task What_was_begun_in_the_window_for_an_older_order_is_no_ghost()
    {
        var order = await _book.PlaceAsync("2 hours");
        await _book.DeliverAsync(order, "accepted");
        await _book.LogAsync(order, 1, "accepted");
        await _book.ExecuteAsync("UPDATE orders.orders SET accepted_at = now() - interval '5 hours' WHERE accepted_at < now() - interval '1 hour'");
        Assert.That((await ProveAsync("3 hours")).Counts, Is.EqualTo(Counts(accepted: 2)));
    }

    [Test]
    public async Task An_order_belongs_to_the_window_that_begins_with_it_and_not_to_the_one_that_ends_with_it()
    {
        await _book.EmptyAsync();
        await _book.PlaceAsync("1 hour");
        var at = (DateTimeOffset)(DateTime)(await _book.ExecuteAsync("SELECT accepted_at FROM orders.orders"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Prover.ProveAsync(Source, at, at.AddSeconds(1), 10, default)).Counts.Missing, Is.EqualTo(1));
            Assert.That((await Prover.ProveAsync(Source, at.AddSeconds(-1), at, 10, default)).Counts.Orders, Is.Zero);
            Assert.That((await Prover.ProveAsync(Source, at.ToOffset(TimeSpan.FromHours(-3)), at.AddSeconds(1), 10, default)).Counts.Orders, Is.EqualTo(1), "with an offset");
        }
    }

    [Test]
    public async Task Lists_name_the_oldest_up_to_the_limit_and_counts_count_all()
    {
        var younger = await _book.PlaceAsync("10 minutes");
        var oldest = await _book.PlaceAsync("30 minutes");
        await _book.PlaceAsync("7 minutes");
        await _book.PlaceAsync("6 minutes");
        var proof = await ProveAsync(limit: 2);
        Assert.That((proof.Counts.Missing, proof.Lists.Missing.Select(order => order.OrderId)), Is.EqualTo((4, new[] { oldest, younger })));
    }

    [Test]
    public async Task Coverage_is_that_of_runs_that_nobody_asked_for()
    {
        await _book.CoverAsync("2 hours", "50 minutes");
        await _book.CoverAsync("52 minutes", "30 minutes", "recheck");
        await _book.CoverAsync("30 minutes", "20 minutes", "asked");
        await _book.CoverAsync("20 minutes", "70 seconds");
        var coverage = (await ProveAsync()).Coverage;
        var now = await Prover.NowAsync(Source, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(coverage.Gaps, Has.Count.EqualTo(1));
            Assert.That(coverage.Gaps[0].From, Is.EqualTo(now.AddMinutes(-30)).Within(TimeSpan.FromMinutes(1)));
            Assert.That(coverage.Gaps[0].Until, Is.EqualTo(now.AddMinutes(-20)).Within(TimeSpan.FromMinutes(1)));
            Assert.That(coverage.NotLookedAtSince, Is.EqualTo(now.AddSeconds(-70)).Within(TimeSpan.FromSeconds(15)));
        }
    }

    [Test]
    public async Task A_gap_ends_now_where_the_window_ends_later()
    {
        await _book.CoverAsync("2 hours", "30 minutes");
        var proof = await ProveAsync("1 hour", "-1 hour");
        Assert.That((proof.Coverage.Gaps.Single().Until, proof.Coverage.NotLookedAtSince), Is.EqualTo((proof.ProvedAt, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Without_any_run_the_whole_window_is_a_gap()
    {
        var proof = await ProveAsync("1 hour", "30 minutes");
        Assert.That(proof.Coverage.Gaps, Is.EqualTo(new[] { new Gap(proof.From, proof.Until) }));
    }

    [Test]
    public async Task A_window_without_orders_is_whole()
    {
        await _book.EmptyAsync();
        Assert.That((await ProveAsync()).Counts, Is.EqualTo(Counts(accepted: 0)));
    }

    [Test]
    public async Task What_happens_meanwhile_is_not_seen(CancellationToken cancellation)
    {
        await _book.CoverAsync("2 hours", "0 seconds");
        await using var other = await Source.OpenConnectionAsync(cancellation);
        await using var held = await other.BeginTransactionAsync(cancellation);
        await using (var hold = new NpgsqlCommand("LOCK TABLE reconciliation.runs", other, held))
            await hold.ExecuteNonQueryAsync(cancellation);

        // It has its snapshot, and waits for the first table that it reads.
        var proving = ProveAsync();
        await Eventually.TrueAsync(
            async () => (long)(await _book.ExecuteAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'reconciliation.runs'::regclass"))! == 1,
            "the proof waits for the table of runs",
            cancellation);
        await _book.ExecuteAsync("DELETE FROM notifications.deliveries");
        await _book.PlaceAsync("10 minutes");
        await held.CommitAsync(cancellation);

        Assert.That((await proving).Counts, Is.EqualTo(Counts(accepted: 2)));
        Assert.That((await ProveAsync()).Counts, Is.EqualTo(Counts(accepted: 0) with { Orders = 3, Missing = 2, Pending = 1, Unexplained = 2 }));
    }

    [Test]
    public async Task A_record_keeps_every_count()
    {
        await _book.PlaceAsync("10 minutes");
        await WriteAsync(new Facts("rejected", 1, "1 rejected"));
        await WriteAsync(new Facts("accepted", 2, "1 accepted, 2 accepted"));
        await WriteAsync(new Facts("accepted", 2, "1 taken_over, 2 accepted", Flagged: true));
        await WriteAsync(new Facts("accepted", 1, "1 accepted", After: 301), "30 minutes");
        await _book.PlaceAsync("1 minute");
        await WriteAsync(Facts.Contradictions[0]);
        var proof = await ProveAsync();
        Assert.That(proof.Counts, Is.EqualTo(new ProofCounts(Orders: 9, Accepted: 6, Late: 1, Rejected: 1, Pending: 1, Flagged: 1, Missing: 1, Twice: 1, Unexplained: 1)));

        // Counts that differ from each other show a column that got another's.
        proof = proof with { Counts = new ProofCounts(1, 2, 3, 4, 5, 6, 7, 8, 9) };
        await Prover.RecordAsync(Source, proof, CancellationToken.None);
        Assert.That(
            await _book.ExecuteAsync("SELECT concat_ws(' ', orders, accepted, late, rejected, pending, flagged, missing, twice, unexplained) FROM reconciliation.proofs"),
            Is.EqualTo("1 2 3 4 5 6 7 8 9"));
        await using var times = Source.CreateCommand("SELECT proved_from, proved_until, proved_at FROM reconciliation.proofs");
        await using var row = await times.ExecuteReaderAsync();
        await row.ReadAsync();
        Assert.That(
            (row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2)),
            Is.EqualTo((proof.From, proof.Until, proof.ProvedAt)));
    }

    /// <summary>The ages of orders from and until which it proves.</summary>
    private async Task<ReconciliationJob.Proof.Proof> ProveAsync(string from = "1 hour", string until = "0 seconds", int limit = 100)
    {
        await using var window = Source.CreateCommand($"SELECT now() - interval '{from}', now() - interval '{until}'");
        await using var row = await window.ExecuteReaderAsync();
        await row.ReadAsync();
        return await Prover.ProveAsync(Source, row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1), limit, CancellationToken.None);
    }

    private async Task<Guid> WriteAsync(Facts facts, string age = "10 minutes")
    {
        var order = await _book.PlaceAsync(age);
        if (facts.Status != "none")
            await _book.DeliverAsync(order, facts.Status, facts.Attempt, FormattableString.Invariant($"{facts.After} seconds"), facts.Flagged);
        foreach (var (number, outcome) in facts.Attempts)
            await _book.LogAsync(order, number, outcome);
        return order;
    }

    private static ProofCounts Counts(int accepted) => new(accepted, accepted, 0, 0, 0, 0, 0, 0, 0);

    private static void AssertNothingIsListed(ProofLists lists) =>
        Assert.That(lists.Missing.Count + lists.Twice.Count + lists.Unexplained.Count + lists.Rejected.Count + lists.Late.Count, Is.Zero);
}
