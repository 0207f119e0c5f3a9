using System.Text.Json;
using Notifications.Messages;
using Notifications.ReconciliationJob.Pursuit;
using Notifications.ReconciliationJob.Runs;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Runs;

/// <summary>Whole runs on a real database.</summary>
[CancelAfter(60_000)]
public sealed class ReconcilerTests : DatabaseFixture
{
    private const string Driven = "SELECT message_id FROM messaging.outbox ORDER BY stored_at, message_id";

    [Test]
    public async Task An_order_that_nobody_has_taken_on_is_driven_and_a_young_one_is_left_alone(CancellationToken cancellation)
    {
        await PlaceAsync("30 seconds");
        var overdue = await PlaceAsync("2 minutes");

        var counts = await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts, Is.EqualTo(new RunCounts(Checked: 1, Found: 1, Driven: 1)));
            Assert.That(await ListAsync<Guid>(Driven), Is.EqualTo(new[] { OrderCommands.MessageId(overdue) }));
            Assert.That(await DecisionsAsync(overdue), Is.EqualTo(new[] { "published driven" }));
        }
    }

    [Test]
    public async Task A_driven_command_has_the_id_and_the_content_of_the_first_one_and_goes_by_the_lane_of_retries(CancellationToken cancellation)
    {
        var placedAt = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var order = await PlaceAsync("5 minutes", placedAt);
        await ExecuteAsync($"INSERT INTO orders.order_items VALUES ('{order}', 2, 'DEF', NULL, 1, 0.10)");

        await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        var command = (SendOrderConfirmation)JsonSerializer.Deserialize(await QueryAsync<byte[]>("SELECT body FROM messaging.outbox"), SendOrderConfirmation.Contract.Json)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await QueryAsync<string>("SELECT destination FROM messaging.outbox"), Is.EqualTo("NotificationEndpoint.Retries"));
            Assert.That(await QueryAsync<Guid>("SELECT message_id FROM messaging.outbox"), Is.EqualTo(DeliveryId.For(order, NotificationKind.OrderConfirmation)));
            Assert.That(
                (command.OrderId, command.PlacedAt, command.Customer, command.Currency, command.Locale),
                Is.EqualTo((order, placedAt, new OrderCustomer("Ana", "ana@example.test"), "BRL", "pt-BR")));
            Assert.That(command.Lines, Is.EqualTo(new[] { new OrderLine("ABC", "Caneca", 2, 10.50m), new OrderLine("DEF", null, 1, 0.10m) }));
        }
    }

    [Test]
    public async Task An_order_is_found_once_and_pursued_until_it_is_sent_whatever_the_window(CancellationToken cancellation)
    {
        var order = await PlaceAsync("2 minutes");
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync("UPDATE reconciliation.runs SET covered_from = now() - interval '1 minute', covered_until = now() - interval '1 minute'");
        await LetTimePassAsync();

        var again = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await DeliverAsync(order, "accepted");
        var sent = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        var after = await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Found, again.Driven), Is.EqualTo((0L, 1L)));
            Assert.That((sent.Sent, sent.Late), Is.EqualTo((1L, 0L)));
            Assert.That(after.Sent, Is.Zero);
            Assert.That(await DecisionsAsync(order), Is.EqualTo(new[] { "published driven", "stored driven", "accepted sent" }));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM reconciliation.pursued"), Is.Zero);
        }
    }

    [Test]
    public async Task What_is_sent_after_more_than_five_minutes_is_counted_as_late(CancellationToken cancellation)
    {
        var order = await PlaceAsync("6 minutes");
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await DeliverAsync(order, "accepted");

        Assert.That(await NewReconciler().RunAsync(RunPurpose.New, cancellation), Has.Property(nameof(RunCounts.Sent)).EqualTo(1).And.Property(nameof(RunCounts.Late)).EqualTo(1));
    }

    [Test]
    public async Task What_was_sent_in_time_is_no_finding(CancellationToken cancellation)
    {
        await DeliverAsync(await PlaceAsync("2 minutes"), "accepted");
        Assert.That(await NewReconciler().RunAsync(RunPurpose.New, cancellation), Is.EqualTo(new RunCounts(Checked: 1)));
    }

    [TestCase("claimed", "now() + interval '1 minute'")]
    [TestCase("deferred", "now() + interval '1 minute'")]
    [TestCase("unknown", "now() - interval '10 seconds'")]
    public async Task What_somebody_is_at_is_found_and_looked_at_again_when_that_should_be_over(string status, string due, CancellationToken cancellation)
    {
        await DeliverAsync(await PlaceAsync("2 minutes"), status, due);

        var counts = await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts, Is.EqualTo(new RunCounts(Checked: 1, Found: 1)));
            Assert.That(await QueryAsync<bool>("SELECT next_look_at > now() + interval '30 seconds' FROM reconciliation.pursued"), Is.True);
        }
    }

    [TestCase("claimed", "10 seconds")]
    [TestCase("deferred", "2 minutes")]
    [TestCase("unknown", "2 minutes")]
    public async Task What_somebody_has_left_lying_is_driven_however_long_ago_its_order_was_looked_at(string status, string dueFor, CancellationToken cancellation)
    {
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync("UPDATE reconciliation.runs SET covered_until = now() - interval '1 minute'");
        var order = await PlaceAsync("3 hours");
        await DeliverAsync(order, status, $"now() - interval '{dueFor}' - interval '1 minute'");

        var counts = await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        Assert.That((counts.Checked, counts.Found, counts.Driven), Is.EqualTo((0L, 1L, 1L)));
        Assert.That(await DecisionsAsync(order), Is.EqualTo(new[] { $"{status} driven" }));
    }

    [Test]
    public async Task A_run_that_takes_too_long_leaves_the_younger_ones_to_the_next(CancellationToken cancellation)
    {
        await ExecuteAsync(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
            SELECT gen_random_uuid(), '1', 'Ana', 'ana@example.test', 'BRL', 1, now(), now() - interval '10 minutes' + n * interval '1 millisecond' FROM generate_series(1, 6000) AS n;
            INSERT INTO orders.order_items SELECT order_id, 1, 'A', NULL, 1, 1 FROM orders.orders
            """);
        var noTime = Settings with { Every = TimeSpan.Zero, FirstUnderWay = 10_000 };

        var first = await NewReconciler(noTime).RunAsync(RunPurpose.New, cancellation);
        var second = await NewReconciler(noTime).RunAsync(RunPurpose.New, cancellation);

        Assert.That((first.Found, first.Driven, second.Driven), Is.EqualTo((6_000L, 5_000L, 1_000L)));
    }

    [TestCase("rejected", 0, "rejected left_to_a_person")]
    [TestCase("unknown", 3, "unknown left_to_a_person")]
    public async Task What_only_a_person_can_help_is_noted_once_with_its_reason(string status, int unseenEnds, string decision, CancellationToken cancellation)
    {
        var order = await PlaceAsync("2 minutes");
        await DeliverAsync(order, status, "now() - interval '2 minutes'", unseenEnds);

        var first = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        var second = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        var recheck = await NewReconciler().RunAsync(RunPurpose.Recheck, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.LeftOver, second.LeftOver, recheck.LeftOver), Is.EqualTo((1L, 0L, 0L)));
            Assert.That(await DecisionsAsync(order), Is.EqualTo(new[] { decision }));
            Assert.That(await QueryAsync<string>("SELECT reason FROM reconciliation.findings"), Is.EqualTo("a reason"));
            Assert.That(await ListAsync<Guid>(Driven), Is.Empty);
        }
    }

    [Test]
    public async Task What_a_person_has_sent_back_and_nobody_finished_is_pursued_again(CancellationToken cancellation)
    {
        var order = await PlaceAsync("20 minutes");
        await DeliverAsync(order, "rejected");
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync("UPDATE notifications.deliveries SET status = 'claimed', reason = NULL, settled_at = NULL, claimed_at = now(), lease_until = now() - interval '2 minutes'");

        Assert.That((await NewReconciler().RunAsync(RunPurpose.New, cancellation)).Driven, Is.EqualTo(1));
    }

    [Test]
    public async Task What_fails_is_reprocessed_with_growing_pauses_for_a_day_and_then_given_up_and_left_alone(CancellationToken cancellation)
    {
        var order = await PlaceAsync("10 minutes");
        await DeliverAsync(order, "deferred", "now() - interval '2 minutes'");
        var pauses = new List<double>();
        for (var time = 0; time < 6; time++)
        {
            Assert.That((await NewReconciler().RunAsync(RunPurpose.New, cancellation)).Driven, Is.EqualTo(1), $"drive {time}");
            Assert.That((await NewReconciler().RunAsync(RunPurpose.New, cancellation)).Driven, Is.Zero, "not twice at once");
            pauses.Add((await QueryAsync<TimeSpan>("SELECT next_drive_at - (SELECT max(at) FROM reconciliation.findings) FROM reconciliation.pursued")).TotalMinutes);
            await LetTimePassAsync();
        }

        await ExecuteAsync("UPDATE reconciliation.pursued SET accepted_at = now() - interval '25 hours'; UPDATE orders.orders SET accepted_at = now() - interval '25 hours'");
        var last = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        var after = await NewReconciler().RunAsync(RunPurpose.Recheck, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pauses, Is.EqualTo(new double[] { 1, 2, 4, 8, 15, 15 }));
            Assert.That((last.Driven, last.LeftOver), Is.EqualTo((0L, 1L)));
            Assert.That((after.Found, after.LeftOver), Is.EqualTo((0L, 0L)));
            Assert.That(await DecisionsAsync(order), Is.EqualTo(Enumerable.Repeat("deferred driven", 6).Append("deferred given_up")));
        }
    }

    [Test]
    public async Task The_oldest_are_driven_first_and_no_more_than_may_wait_in_the_queue(CancellationToken cancellation)
    {
        var settings = Settings with { FirstUnderWay = 2 };
        var younger = await PlaceAsync("3 minutes");
        var oldest = await PlaceAsync("9 minutes");
        var old = await PlaceAsync("6 minutes");

        var first = await NewReconciler(settings).RunAsync(RunPurpose.New, cancellation);
        var second = await NewReconciler(settings).RunAsync(RunPurpose.New, cancellation);
        await DeliverAsync(oldest, "accepted");
        var third = await NewReconciler(settings).RunAsync(RunPurpose.New, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Found, first.Driven), Is.EqualTo((3L, 2L)));
            Assert.That(second.Driven, Is.Zero, "two wait already, and none of them goes out");
            Assert.That(third.Driven, Is.EqualTo(1));
            Assert.That(await ListAsync<Guid>("SELECT order_id FROM reconciliation.findings WHERE decision = 'driven' ORDER BY at, age DESC"), Is.EqualTo(new[] { oldest, old, younger }));
        }
    }

    [Test]
    public async Task Orders_that_go_out_by_themselves_are_not_driven_and_more_of_them_than_a_batch_are_noted_in_one_run(CancellationToken cancellation)
    {
        await ExecuteAsync(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
            SELECT gen_random_uuid(), '1', 'Ana', 'ana@example.test', 'BRL', 1, now(), now() - interval '10 minutes' + n * interval '1 millisecond' FROM generate_series(1, 12000) AS n;
            INSERT INTO orders.order_items SELECT order_id, 1, 'A', NULL, 1, 1 FROM orders.orders
            """);
        var found = await NewReconciler(Settings with { FirstUnderWay = 10, MostUnderWay = 10 }).RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync(
            """
            INSERT INTO notifications.deliveries (order_id, kind, status, attempt, claimed_by, claimed_at, first_claimed_at, settled_at, reply)
            SELECT order_id, 'order-confirmation', 'accepted', 1, 'test', now(), now(), now(), '250' FROM orders.orders
            """);
        var sent = await NewReconciler(Settings with { FirstUnderWay = 10, MostUnderWay = 10 }).RunAsync(RunPurpose.New, cancellation);

        Assert.That((found.Found, found.Driven, sent.Sent, sent.Driven), Is.EqualTo((12_000L, 10L, 12_000L, 0L)));
    }

    [Test]
    public async Task Bug_a_row_that_nobody_can_publish_kept_its_order_from_being_driven(CancellationToken cancellation)
    {
        var order = await PlaceAsync("2 minutes");
        await ExecuteAsync(
            $"""
             INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, stored_at, due_at)
             VALUES ('{OrderCommands.MessageId(order)}', 'AnExchangeThatIsGone', 'Notifications.Messages.SendOrderConfirmation', '{"{}"}', '', now() - interval '2 minutes', now() + interval '20 seconds')
             """);

        await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        Assert.That(await ListAsync<string>("SELECT destination FROM messaging.outbox"), Is.EqualTo(new[] { "NotificationEndpoint.Retries" }));
        Assert.That(await DecisionsAsync(order), Is.EqualTo(new[] { "stored driven" }));
    }

    [Test]
    public async Task A_young_row_in_the_outbox_is_left_to_whoever_publishes_it(CancellationToken cancellation)
    {
        var order = await PlaceAsync("2 minutes");
        await ExecuteAsync(
            $"""
             INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, due_at)
             VALUES ('{OrderCommands.MessageId(order)}', 'NotificationEndpoint', 'Notifications.Messages.SendOrderConfirmation', '{"{}"}', '', now())
             """);
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        Assert.That(await ListAsync<string>("SELECT destination FROM messaging.outbox"), Is.EqualTo(new[] { "NotificationEndpoint" }));
    }

    [Test]
    public async Task An_order_whose_items_are_gone_is_left_to_a_person(CancellationToken cancellation)
    {
        var order = await PlaceAsync("2 minutes");
        await ExecuteAsync("TRUNCATE orders.order_items");

        Assert.That((await NewReconciler().RunAsync(RunPurpose.New, cancellation)).LeftOver, Is.EqualTo(1));
        Assert.That(await DecisionsAsync(order), Is.EqualTo(new[] { "published left_to_a_person" }));
    }

    [Test]
    public async Task An_order_that_is_committed_late_is_found_by_the_runs_after_it(CancellationToken cancellation)
    {
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await using var slow = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await slow.BeginTransactionAsync(cancellation);
        // It bears the time when its transaction began: five minutes ago, a run has been there since.
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO orders.orders (order_id, customer_id, customer_name, customer_email, currency, total, placed_at, accepted_at)
            VALUES (gen_random_uuid(), '1', 'Ana', 'ana@example.test', 'BRL', 1, now(), now() - interval '70 seconds');
            INSERT INTO orders.order_items SELECT order_id, 1, 'A', NULL, 1, 1 FROM orders.orders
            """, slow, transaction);
        await insert.ExecuteNonQueryAsync(cancellation);

        var before = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await transaction.CommitAsync(cancellation);
        var after = await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        Assert.That((before.Found, after.Found), Is.EqualTo((0L, 1L)));
    }

    [Test]
    public async Task A_transaction_that_has_written_and_is_not_committed_holds_the_watermark(CancellationToken cancellation)
    {
        await using var slow = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await slow.BeginTransactionAsync(cancellation);
        await using var insert = new NpgsqlCommand("INSERT INTO orders.order_items VALUES (gen_random_uuid(), 1, 'A', NULL, 1, 1) RETURNING now()", slow, transaction);
        var began = (DateTime)(await insert.ExecuteScalarAsync(cancellation))!;

        await NewReconciler(Settings with { Grace = TimeSpan.Zero }).RunAsync(RunPurpose.New, cancellation);
        var held = await QueryAsync<DateTime>("SELECT covered_until FROM reconciliation.runs");
        await transaction.CommitAsync(cancellation);
        await NewReconciler(Settings with { Grace = TimeSpan.Zero }).RunAsync(RunPurpose.New, cancellation);

        Assert.That(held, Is.EqualTo(began));
        Assert.That(await QueryAsync<DateTime>("SELECT max(covered_until) FROM reconciliation.runs"), Is.GreaterThan(began));
    }

    [Test]
    public async Task What_was_taken_away_after_it_was_looked_at_is_found_by_the_recheck(CancellationToken cancellation)
    {
        var order = await PlaceAsync("3 hours");
        await DeliverAsync(order, "accepted");
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync("TRUNCATE notifications.deliveries");

        var next = await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        var recheck = await NewReconciler().RunAsync(RunPurpose.Recheck, cancellation);

        Assert.That((next.Found, recheck.Found, recheck.Driven), Is.EqualTo((0L, 1L, 1L)));
    }

    [TestCase("asked")]
    [TestCase("recheck")]
    public async Task The_watermark_is_that_of_runs_for_what_is_new_whatever_else_was_looked_at_since(string purpose, CancellationToken cancellation)
    {
        await ExecuteAsync(
            $"""
             INSERT INTO reconciliation.runs (purpose, node, covered_from, covered_until) VALUES
                 ('new', 'a', now() - interval '2 hours', now() - interval '1 hour'), ('{purpose}', 'b', now() - interval '10 minutes', now() - interval '1 minute')
             """);
        await PlaceAsync("30 minutes");

        Assert.That((await NewReconciler().RunAsync(RunPurpose.New, cancellation)).Found, Is.EqualTo(1));
    }

    [Test]
    public async Task Coverage_has_no_gap_also_where_the_job_was_down_for_hours_or_died_in_a_run(CancellationToken cancellation)
    {
        await NewReconciler().RunAsync(RunPurpose.New, cancellation);
        await ExecuteAsync("UPDATE reconciliation.runs SET covered_from = now() - interval '10 hours', covered_until = now() - interval '9 hours', ended_at = NULL");
        await PlaceAsync("8 hours");

        var counts = await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Found, Is.EqualTo(1));
            Assert.That(
                await QueryAsync<long>("SELECT count(*) FROM (SELECT covered_from > max(covered_until) OVER (ORDER BY run_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gap FROM reconciliation.runs) AS r WHERE gap"),
                Is.Zero);
            Assert.That(await QueryAsync<TimeSpan>("SELECT now() - max(covered_until) FROM reconciliation.runs"), Is.EqualTo(TimeSpan.FromMinutes(1)).Within(TimeSpan.FromSeconds(10)));
        }
    }

    [Test]
    public async Task A_run_that_a_person_asks_for_looks_at_its_time_only_and_drives_also_what_was_given_up_or_driven_a_moment_ago(CancellationToken cancellation)
    {
        var now = await QueryAsync<DateTime>("SELECT now()");
        var outside = await PlaceAsync("2 hours");
        var old = await PlaceAsync("30 hours");
        var justDriven = await PlaceAsync("29 hours");
        await DeliverAsync(old, "deferred", "now() - interval '2 minutes'");
        foreach (var order in new[] { old, justDriven })
            await ExecuteAsync($"INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id, times, next_drive_at) SELECT order_id, 'order-confirmation', accepted_at, 0, 3, now() + interval '1 hour' FROM orders.orders WHERE order_id = '{order}'");
        await ExecuteAsync($"UPDATE reconciliation.pursued SET next_drive_at = now() WHERE order_id = '{old}'");
        Assert.That((await NewReconciler().RunAsync(RunPurpose.New, cancellation)).LeftOver, Is.EqualTo(1), "the old one is given up");
        await ExecuteAsync("TRUNCATE messaging.outbox");

        var preview = await NewReconciler().PreviewAsync(now.AddHours(-48), now.AddHours(-24), cancellation);
        Assert.That(await ListAsync<Guid>(Driven), Is.Empty, "a preview sends nothing");
        Assert.That(await QueryAsync<long>($"SELECT count(*) FROM reconciliation.pursued WHERE order_id = '{old}'"), Is.Zero, "and leaves nothing");
        var asked = await NewReconciler().RunAsync(now.AddHours(-48), now.AddHours(-24), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview.Select(item => (item.Order.OrderId, item.Verdict is Verdict.Drive)), Is.EquivalentTo(new[] { (old, true), (justDriven, true) }));
            Assert.That((asked.Checked, asked.Driven), Is.EqualTo((2L, 2L)));
            Assert.That(await ListAsync<Guid>(Driven), Is.EquivalentTo(new[] { OrderCommands.MessageId(old), OrderCommands.MessageId(justDriven) }));
            Assert.That(await QueryAsync<string>("SELECT purpose FROM reconciliation.runs ORDER BY run_id DESC LIMIT 1"), Is.EqualTo("asked"));
            Assert.That(await DecisionsAsync(outside), Is.EqualTo(new[] { "published driven" }), "by the first run, not by the one that was asked for");
        }
    }

    [Test]
    public async Task An_order_that_another_node_has_in_hand_is_passed_over_and_not_waited_for(CancellationToken cancellation)
    {
        var inHand = await PlaceAsync("3 minutes");
        var free = await PlaceAsync("2 minutes");
        await ExecuteAsync("INSERT INTO reconciliation.pursued (order_id, kind, accepted_at, run_id) SELECT order_id, 'order-confirmation', accepted_at, 0 FROM orders.orders");
        await using var other = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await other.BeginTransactionAsync(cancellation);
        await using var takes = new NpgsqlCommand($"SELECT FROM reconciliation.pursued WHERE order_id = '{inHand}' FOR UPDATE", other, transaction);
        await takes.ExecuteNonQueryAsync(cancellation);

        await NewReconciler().RunAsync(RunPurpose.New, cancellation);

        Assert.That(await ListAsync<Guid>(Driven), Is.EqualTo(new[] { OrderCommands.MessageId(free) }));
    }

    [Test]
    public async Task Eight_runs_at_a_time_drive_every_order_once(CancellationToken cancellation)
    {
        for (var order = 0; order < 50; order++)
            await PlaceAsync("2 minutes");

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewReconciler().RunAsync(RunPurpose.New, cancellation)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Sum(one => one.Found), Is.EqualTo(50));
            Assert.That(counts.Sum(one => one.Driven), Is.EqualTo(50));
            Assert.That(await ListAsync<Guid>(Driven), Has.Count.EqualTo(50));
        }
    }

    private Task<List<string>> DecisionsAsync(Guid order) => ListAsync<string>($"SELECT state || ' ' || decision FROM reconciliation.findings WHERE order_id = '{order}' ORDER BY at");

    /// <summary>All that is pursued is due.</summary>
    private Task LetTimePassAsync() => ExecuteAsync("UPDATE reconciliation.pursued SET next_look_at = now(), next_drive_at = now()");
}
