using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Ledger;

/// <summary>On a real database. Each test has its own orders, so they run side by side.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Children)]
public sealed class DeliveryLedgerTests : DatabaseFixture
{
    private const string Recipient = "maria@example.test";

    private static readonly MailOutcome Yes = new MailOutcome.Accepted("250 2.0.0 queued as 42");
    private static readonly MailOutcome Later = new MailOutcome.Deferred("451 later", Blame.Recipient);

    [TestCase("57P01", true, Description = "an administrator ends our session")]
    [TestCase("28P01", true, Description = "the password is another one now")]
    [TestCase("3D000", true, Description = "the database is not there yet")]
    [TestCase("42P01", true, Description = "the migrator has not been there yet")]
    [TestCase("42703", true, Description = "nor has it added the column yet")]
    [TestCase("42501", true, Description = "we may not use the table")]
    [TestCase("25006", true, Description = "a standby")]
    [TestCase("23514", false, Description = "this row is against a CHECK")]
    [TestCase("22021", false, Description = "this text has a character that cannot be stored")]
    public void What_no_statement_could_do_is_the_database_being_away_and_what_this_one_could_not_is_not(string state, bool away) =>
        Assert.That(DeliveryLedger.IsAway(new PostgresException("no", "ERROR", "ERROR", state)), Is.EqualTo(away));

    [Test]
    public async Task The_first_claim_is_ours_and_the_first_attempt()
    {
        await using var ledger = Ledger();
        Assert.That(Facts(await ledger.ClaimAsync(Request(await NewAsync()), default)), Is.EqualTo((1, false, 0)));
    }

    [Test]
    public async Task Of_a_hundred_claims_for_one_e_mail_at_the_same_time_one_is_ours()
    {
        var delivery = await NewAsync();
        var ledgers = Enumerable.Range(0, 4).Select(_ => Ledger()).ToList();
        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => ledgers[number % 4].ClaimAsync(Request(delivery), default)));
        foreach (var ledger in ledgers)
            await ledger.DisposeAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(claims.OfType<Claim.Ours>().Count(), Is.EqualTo(1));
            Assert.That(claims.OfType<Claim.HeldByAnother>().Count(), Is.EqualTo(99));
        }
    }

    [Test]
    public async Task Who_finds_it_held_learns_for_how_long()
    {
        await using var ledger = Ledger(lease: 40);
        var delivery = await NewAsync();
        await ledger.ClaimAsync(Request(delivery), default);
        var held = (Claim.HeldByAnother)await ledger.ClaimAsync(Request(delivery), default);
        Assert.That(held.Remaining.TotalSeconds, Is.InRange(30, 40));
    }

    [Test]
    public async Task An_accepted_e_mail_is_never_claimed_again()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, claim, Yes), default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ledger.ClaimAsync(Request(delivery), default), Is.TypeOf<Claim.AlreadyAccepted>());
            Assert.That(await ReadAsync(delivery, "status || ' ' || reply"), Is.EqualTo("accepted 250 2.0.0 queued as 42"));
        }
    }

    [Test]
    public async Task A_rejected_e_mail_is_not_claimed_again_and_says_why()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, claim, new MailOutcome.Rejected("550 5.1.1", Blame.Recipient)), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery), default), Is.EqualTo(new Claim.AlreadyRejected("550 5.1.1")));
    }

    [Test]
    public async Task A_rejected_e_mail_is_claimed_again_when_an_operator_asks_for_it()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, claim, new MailOutcome.Rejected("550 5.1.1", Blame.Recipient)), default);
        Assert.That(Facts(await ledger.ClaimAsync(Request(delivery, byOperator: true), default)), Is.EqualTo((2, false, 0)));
    }

    [Test]
    public async Task An_accepted_e_mail_is_not_sent_again_even_if_an_operator_asks_for_it()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, claim, Yes), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery, byOperator: true), default), Is.TypeOf<Claim.AlreadyAccepted>());
    }

    [Test]
    public async Task An_e_mail_that_was_put_off_is_claimed_again_and_is_no_duplicate()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, claim, Later), default);
        Assert.That(Facts(await ledger.ClaimAsync(Request(delivery), default)), Is.EqualTo((2, false, 0)));
    }

    [Test]
    public async Task Whose_end_nobody_saw_is_taken_over_as_a_possible_duplicate_and_stays_one()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, claim, new MailOutcome.Unknown("no answer")), default);
        var second = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        Assert.That(Facts(second), Is.EqualTo((2, true, 1)));

        await ledger.RecordAsync(End(delivery, second, Yes), default);
        Assert.That(await ReadAsync(delivery, "possible_duplicate::text"), Is.EqualTo("true"));
    }

    /// <summary>The consumer may die between writing down the third such end and moving the command to the error queue; then it comes back.</summary>
    [Test]
    public async Task A_command_that_comes_back_after_the_last_end_that_nobody_saw_does_not_send_once_more()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        for (var unseen = 0; unseen < DeliveryRules.MostUnseenEnds; unseen++)
            await ledger.RecordAsync(End(delivery, (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default), new MailOutcome.Unknown("no answer")), default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ledger.ClaimAsync(Request(delivery), default), Is.EqualTo(new Claim.LeftToAPerson("no answer")));
            Assert.That(Facts(await ledger.ClaimAsync(Request(delivery, byOperator: true), default)), Is.EqualTo((4, true, 3)), "an operator may have it sent");
        }
    }

    [Test]
    public async Task The_claim_of_a_dead_process_is_taken_over_when_its_lease_has_run_out(CancellationToken cancellation)
    {
        await using var dead = Ledger(lease: 1);
        await using var heir = Ledger();
        var delivery = await NewAsync();
        await dead.ClaimAsync(Request(delivery), default);

        using var measured = new Measured();
        var claim = await heir.ClaimAsync(Request(delivery), default);
        Assert.That(claim, Is.TypeOf<Claim.HeldByAnother>());
        await Eventually.TrueAsync(async () => (claim = await heir.ClaimAsync(Request(delivery), default)) is Claim.Ours, "the lease has run out", cancellation);
        Assert.That(Facts(claim), Is.EqualTo((2, true, 0)));
        Assert.That(measured.Sum("notifications.email.claims.taken_over"), Is.GreaterThanOrEqualTo(1), "other tests take over too");
    }

    [Test]
    public async Task The_late_write_of_a_process_that_was_taken_for_dead_is_refused()
    {
        await using var ledger = Ledger(lease: 0);
        var delivery = await NewAsync();
        var slow = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.ClaimAsync(Request(delivery), default);

        await ledger.RecordAsync(End(delivery, slow, Yes), default);

        Assert.That(await ReadAsync(delivery, "status || ' ' || attempt"), Is.EqualTo("claimed 2"));
        Assert.That(await LogAsync(delivery), Is.EqualTo(new[] { "1 accepted", "1 taken_over" }), "but the log tells that its e-mail had gone out");
    }

    [Test]
    public async Task The_same_end_may_be_written_twice_because_the_answer_to_a_write_can_be_lost()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        var end = End(delivery, claim, Yes);
        await ledger.RecordAsync(end, default);
        await ledger.RecordAsync(end, default);
        Assert.That(await ReadAsync(delivery, "status"), Is.EqualTo("accepted"));
        Assert.That(await LogAsync(delivery), Is.EqualTo(new[] { "1 accepted" }));
    }

    [Test]
    public async Task Every_attempt_is_in_the_log_with_its_relay_and_how_it_ended()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        foreach (var outcome in new[] { Later, new MailOutcome.Deferred("421", Blame.Relay), new MailOutcome.Unknown("no answer"), Yes })
            await ledger.RecordAsync(End(delivery, (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default), outcome), default);

        Assert.That(
            await LogAsync(delivery, "concat_ws(' ', attempt, outcome, blame, relay, reply, reason, ended_at >= started_at, claimed_by = $2)"),
            Is.EqualTo(new[]
            {
                "1 deferred recipient relay:25 451 later t t",
                "2 deferred relay relay:25 421 t t",
                "3 unknown relay:25 no answer t t",
                "4 accepted relay:25 250 2.0.0 queued as 42 t t",
            }));
    }

    [Test]
    public async Task An_attempt_whose_process_died_is_in_the_log_as_taken_over()
    {
        await using var dead = Ledger(lease: 0);
        var delivery = await NewAsync();
        await dead.ClaimAsync(Request(delivery), default);
        await using var heir = Ledger();
        var claim = (Claim.Ours)await heir.ClaimAsync(Request(delivery), default);
        await heir.RecordAsync(End(delivery, claim, Yes), default);

        Assert.That(await LogAsync(delivery), Is.EqualTo(new[] { "1 taken_over", "2 accepted" }));
    }

    [Test]
    public async Task While_it_is_sent_the_ledger_says_by_which_relay()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        await ledger.ClaimAsync(Request(delivery), default);
        Assert.That(await ReadAsync(delivery, "status || ' ' || relay"), Is.EqualTo("claimed relay:25"));
    }

    /// <summary>Bug: of two ends of one e-mail in a batch the older one passed for written as well.</summary>
    [Test]
    public async Task A_late_end_is_refused_also_where_it_meets_the_newest_one_in_a_batch()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        var late = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(End(delivery, late, Later), default);
        var newest = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
        Assert.That(await EndTable.WriteAsync(_source, [End(delivery, late, Yes), End(delivery, newest, Yes)], "test"), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task A_row_of_the_log_is_never_changed()
    {
        await using var ledger = Ledger();
        var delivery = await NewAsync();
        await ledger.RecordAsync(End(delivery, (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default), Yes), default);
        await using var change = _source.CreateCommand("UPDATE notifications.attempts SET reply = 'something else'");
        await Assert.ThatAsync(() => change.ExecuteNonQueryAsync(), Throws.InstanceOf<PostgresException>().With.Message.Contains("rows are added, never changed"));
    }

    [TestCase("outcome = 'accepted', relay = 'r'", "an_accepted_mail_has_its_reply")]
    [TestCase("outcome = 'accepted', reply = '250'", "what_went_out_went_to_a_relay")]
    [TestCase("outcome = 'unknown', reason = 'no answer'", "what_went_out_went_to_a_relay")]
    [TestCase("outcome = 'deferred', blame = 'relay'", "a_failure_has_its_reason")]
    [TestCase("outcome = 'rejected', reason = '550'", "a_failure_has_its_blame")]
    [TestCase("outcome = 'taken_over', reason = 'x'", "a_failure_has_its_reason")]
    [TestCase("outcome = 'lost'", "attempts_outcome_check")]
    public async Task An_attempt_that_cannot_be_is_refused_by_the_database(string row, string constraint)
    {
        var values = row.Split(", ").Select(part => part.Split(" = ")).ToList();
        await using var insert = _source.CreateCommand(
            $"INSERT INTO notifications.attempts (order_id, kind, attempt, claimed_by, started_at, {string.Join(", ", values.Select(part => part[0]))}) VALUES (gen_random_uuid(), 'order-confirmation', 1, 'x', now(), {string.Join(", ", values.Select(part => part[1]))})");
        await Assert.ThatAsync(() => insert.ExecuteNonQueryAsync(), Throws.InstanceOf<PostgresException>().With.Property("ConstraintName").EqualTo(constraint));
    }

    [Test]
    public async Task Thousands_of_claims_and_ends_at_once_are_each_recorded_for_their_own_e_mail()
    {
        await using var ledger = Ledger();
        var deliveries = Enumerable.Range(0, 2_000).Select(_ => new DeliveryKey(Guid.CreateVersion7(), NotificationKind.OrderConfirmation)).ToList();
        await new OrderBook(_source).PlaceAsync(Recipient, deliveries.Select(delivery => delivery.OrderId));
        await Task.WhenAll(deliveries.Select(async (delivery, number) =>
        {
            var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
            await ledger.RecordAsync(End(delivery, claim, new MailOutcome.Accepted($"250 {number}")), default);
        }));
        var replies = await Task.WhenAll(deliveries.Take(50).Select(delivery => ReadAsync(delivery, "reply")));
        Assert.That(replies, Is.EqualTo(Enumerable.Range(0, 50).Select(number => $"250 {number}")));
    }

    /// <summary>That of an order.</summary>
    private async Task<DeliveryKey> NewAsync()
    {
        var order = Guid.CreateVersion7();
        await new OrderBook(_source).PlaceAsync(Recipient, order);
        return new DeliveryKey(order, NotificationKind.OrderConfirmation);
    }

    private static ClaimRequest Request(DeliveryKey delivery, bool byOperator = false) => new(delivery, "relay:25", Recipient, Recipient, PublishedAt: null, byOperator);

    private static AttemptEnd End(DeliveryKey delivery, Claim.Ours claim, MailOutcome outcome) => new(Request(delivery), claim, "relay:25", outcome, TimeSpan.FromSeconds(5));

    private DeliveryLedger Ledger(int lease = 60) =>
        new(_source, new LedgerSettings { Lease = TimeSpan.FromSeconds(lease) }, TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

    private static (int Attempt, bool PossibleDuplicate, int UnseenEnds) Facts(Claim claim) =>
        claim is Claim.Ours ours ? (ours.Attempt, ours.PossibleDuplicate, ours.UnseenEnds) : throw new AssertionException($"It is not ours: {claim}.");

    private async Task<List<string>> LogAsync(DeliveryKey delivery, string expression = "attempt || ' ' || outcome")
    {
        await using var command = _source.CreateCommand($"SELECT {expression} FROM notifications.attempts WHERE order_id = $1 AND $2 <> '' ORDER BY attempt, outcome");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.OrderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{Environment.MachineName}/{Environment.ProcessId}" });
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }

    private async Task<string> ReadAsync(DeliveryKey delivery, string expression)
    {
        await using var command = _source.CreateCommand($"SELECT {expression} FROM notifications.deliveries WHERE order_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.OrderId });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
