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
public sealed class DeliveryLedgerTests
{
    private static readonly MailOutcome Yes = new MailOutcome.Accepted("250 2.0.0 queued as 42");
    private static readonly MailOutcome Later = new MailOutcome.Deferred("451 later", Blame.Recipient);

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task The_first_claim_is_ours_and_the_first_attempt()
    {
        await using var ledger = Ledger();
        Assert.That(await ledger.ClaimAsync(Request(New()), default), Is.EqualTo(new Claim.Ours(1, PossibleDuplicate: false, UnseenEnds: 0)));
    }

    [Test]
    public async Task Of_a_hundred_claims_for_one_e_mail_at_the_same_time_one_is_ours()
    {
        var delivery = New();
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
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        var held = (Claim.HeldByAnother)await ledger.ClaimAsync(Request(delivery), default);
        Assert.That(held.Remaining.TotalSeconds, Is.InRange(30, 40));
    }

    [Test]
    public async Task An_accepted_e_mail_is_never_claimed_again()
    {
        await using var ledger = Ledger();
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(new AttemptEnd(delivery, 1, Yes, TimeSpan.Zero), default);
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
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(new AttemptEnd(delivery, 1, new MailOutcome.Rejected("550 5.1.1", Blame.Recipient), TimeSpan.Zero), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery), default), Is.EqualTo(new Claim.AlreadyRejected("550 5.1.1")));
    }

    [Test]
    public async Task A_rejected_e_mail_is_claimed_again_when_an_operator_asks_for_it()
    {
        await using var ledger = Ledger();
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(new AttemptEnd(delivery, 1, new MailOutcome.Rejected("550 5.1.1", Blame.Recipient), TimeSpan.Zero), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery, byOperator: true), default), Is.EqualTo(new Claim.Ours(2, PossibleDuplicate: false, UnseenEnds: 0)));
    }

    [Test]
    public async Task An_accepted_e_mail_is_not_sent_again_even_if_an_operator_asks_for_it()
    {
        await using var ledger = Ledger();
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(new AttemptEnd(delivery, 1, Yes, TimeSpan.Zero), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery, byOperator: true), default), Is.TypeOf<Claim.AlreadyAccepted>());
    }

    [Test]
    public async Task An_e_mail_that_was_put_off_is_claimed_again_and_is_no_duplicate()
    {
        await using var ledger = Ledger();
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(new AttemptEnd(delivery, 1, Later, TimeSpan.FromSeconds(5)), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery), default), Is.EqualTo(new Claim.Ours(2, PossibleDuplicate: false, UnseenEnds: 0)));
    }

    [Test]
    public async Task Whose_end_nobody_saw_is_taken_over_as_a_possible_duplicate_and_stays_one()
    {
        await using var ledger = Ledger();
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.RecordAsync(new AttemptEnd(delivery, 1, new MailOutcome.Unknown("no answer"), TimeSpan.FromSeconds(5)), default);
        Assert.That(await ledger.ClaimAsync(Request(delivery), default), Is.EqualTo(new Claim.Ours(2, PossibleDuplicate: true, UnseenEnds: 1)));

        await ledger.RecordAsync(new AttemptEnd(delivery, 2, Yes, TimeSpan.Zero), default);
        Assert.That(await ReadAsync(delivery, "possible_duplicate::text"), Is.EqualTo("true"));
    }

    [Test]
    public async Task The_claim_of_a_dead_process_is_taken_over_when_its_lease_has_run_out(CancellationToken cancellation)
    {
        await using var dead = Ledger(lease: 1);
        await using var heir = Ledger();
        var delivery = New();
        await dead.ClaimAsync(Request(delivery), default);

        var claim = await heir.ClaimAsync(Request(delivery), default);
        Assert.That(claim, Is.TypeOf<Claim.HeldByAnother>());
        await Eventually.TrueAsync(async () => (claim = await heir.ClaimAsync(Request(delivery), default)) is Claim.Ours, "the lease has run out", cancellation);
        Assert.That(claim, Is.EqualTo(new Claim.Ours(2, PossibleDuplicate: true, UnseenEnds: 0)));
    }

    [Test]
    public async Task The_late_write_of_a_process_that_was_taken_for_dead_is_refused()
    {
        await using var ledger = Ledger(lease: 0);
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        await ledger.ClaimAsync(Request(delivery), default);

        await ledger.RecordAsync(new AttemptEnd(delivery, 1, Later, TimeSpan.FromSeconds(5)), default);

        Assert.That(await ReadAsync(delivery, "status || ' ' || attempt"), Is.EqualTo("claimed 2"));
    }

    [Test]
    public async Task The_same_end_may_be_written_twice_because_the_answer_to_a_write_can_be_lost()
    {
        await using var ledger = Ledger();
        var delivery = New();
        await ledger.ClaimAsync(Request(delivery), default);
        var end = new AttemptEnd(delivery, 1, Yes, TimeSpan.Zero);
        await ledger.RecordAsync(end, default);
        await ledger.RecordAsync(end, default);
        Assert.That(await ReadAsync(delivery, "status"), Is.EqualTo("accepted"));
    }

    [Test]
    public async Task Thousands_of_claims_and_ends_at_once_are_each_recorded_for_their_own_e_mail()
    {
        await using var ledger = Ledger();
        var deliveries = Enumerable.Range(0, 2_000).Select(_ => New()).ToList();
        await Task.WhenAll(deliveries.Select(async (delivery, number) =>
        {
            var claim = (Claim.Ours)await ledger.ClaimAsync(Request(delivery), default);
            await ledger.RecordAsync(new AttemptEnd(delivery, claim.Attempt, new MailOutcome.Accepted($"250 {number}"), TimeSpan.Zero), default);
        }));
        var replies = await Task.WhenAll(deliveries.Take(50).Select(delivery => ReadAsync(delivery, "reply")));
        Assert.That(replies, Is.EqualTo(Enumerable.Range(0, 50).Select(number => $"250 {number}")));
    }

    private static DeliveryKey New() => new(Guid.CreateVersion7(), NotificationKind.OrderConfirmation);

    private static ClaimRequest Request(DeliveryKey delivery, bool byOperator = false) => new(delivery, byOperator);

    private DeliveryLedger Ledger(int lease = 60) =>
        new(_source, new LedgerSettings { Lease = TimeSpan.FromSeconds(lease) }, TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

    private async Task<string> ReadAsync(DeliveryKey delivery, string expression)
    {
        await using var command = _source.CreateCommand($"SELECT {expression} FROM notifications.deliveries WHERE order_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.OrderId });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
