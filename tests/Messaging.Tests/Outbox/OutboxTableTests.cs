using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Messaging.Tests.Outbox;

/// <summary>The table keeps what a process that dies had in its memory.</summary>
[CancelAfter(30_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class OutboxTableTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DueAtOnce = TimeSpan.Zero;

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [OneTimeSetUp]
    public async Task OpenDatabase()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task CloseDatabase()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public Task Empty() => _source.ExecuteAsync("TRUNCATE messaging.outbox");

    [Test]
    public async Task Headers_and_body_come_back_as_they_were_stored(CancellationToken cancellation)
    {
        var headers = new Dictionary<string, string> { ["quote"] = "\"ç\\ 日本", ["empty"] = "", ["NServiceBus.TimeSent"] = "2026-11-23 14:25:59:000000 Z" };
        byte[] body = [0, 1, 0xff, (byte)'{', 0x5c, 0];
        var stored = new OutgoingMessage(Guid.NewGuid(), "Some.Endpoint", "Some.Type", headers, body);
        await _source.InsertAsync(DueAtOnce, stored);

        var taken = (await TakeAsync(1, cancellation)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((taken.Id, taken.Destination, taken.Type), Is.EqualTo((stored.Id, stored.Destination, stored.Type)));
            Assert.That(taken.Headers, Is.EquivalentTo(headers));
            Assert.That(taken.Body.ToArray(), Is.EqualTo(body));
        }
    }

    [Test]
    public async Task Bug_a_NUL_in_a_header_that_a_foreign_sender_made_kept_a_reply_from_being_stored(CancellationToken cancellation)
    {
        await _source.InsertAsync(DueAtOnce, Message() with { Headers = new Dictionary<string, string> { ["NServiceBus.CorrelationId"] = "a\0b" } });
        Assert.That((await TakeAsync(1, cancellation)).Single().Headers["NServiceBus.CorrelationId"], Is.EqualTo("ab"));
    }

    [Test]
    public async Task A_transaction_that_rolls_back_leaves_no_message(CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            await InsertWithinAsync(connection, transaction, Message());
            await transaction.RollbackAsync(cancellation);
        }

        Assert.That(await _source.CountOutboxAsync(), Is.Zero);
    }

    [Test]
    public async Task The_same_message_is_stored_once_and_the_first_stays(CancellationToken cancellation)
    {
        var first = Message();
        await _source.InsertAsync(DueAtOnce, first);
        await _source.InsertAsync(DueAtOnce, first with { Type = "Second" }, Message());

        var taken = await TakeAsync(10, cancellation);
        Assert.That(taken, Has.Count.EqualTo(2), "its neighbour is stored all the same");
        Assert.That(taken.Single(message => message.Id == first.Id).Type, Is.EqualTo(first.Type));
    }

    [Test]
    public async Task A_sweep_takes_only_what_is_due(CancellationToken cancellation)
    {
        var (due, reserved) = (Message(), Message());
        await _source.InsertAsync(DueAtOnce, due);
        await _source.InsertAsync(TimeSpan.FromMinutes(1), reserved);

        Assert.That((await TakeAsync(10, cancellation)).Select(message => message.Id), Is.EqualTo(new[] { due.Id }));
    }

    [Test]
    public async Task A_sweep_takes_the_longest_waiting_first_and_no_more_than_it_asked_for(CancellationToken cancellation)
    {
        var messages = Enumerable.Range(0, 30).Select(_ => Message()).ToArray();
        foreach (var (age, message) in messages.Index())
            await _source.InsertAsync(TimeSpan.FromSeconds(-age), message);

        Assert.That((await TakeAsync(10, cancellation)).Select(message => message.Id), Is.EquivalentTo(messages[20..].Select(message => message.Id)));
        Assert.That((await TakeAsync(10, cancellation)).Select(message => message.Id), Is.EquivalentTo(messages[10..20].Select(message => message.Id)));
    }

    [Test]
    public async Task A_lease_keeps_a_row_from_others_until_it_is_over(CancellationToken cancellation)
    {
        await _source.InsertAsync(DueAtOnce, Message());
        var lease = TimeSpan.FromMilliseconds(500);
        var taken = (await OutboxTable.LeaseDueAsync(_source, 10, lease, cancellation)).Single();

        Assert.That(await OutboxTable.LeaseDueAsync(_source, 10, lease, cancellation), Is.Empty);
        await Eventually.TrueAsync(
            async () => (await OutboxTable.LeaseDueAsync(_source, 10, lease, cancellation)).SingleOrDefault()?.Id == taken.Id, "the row is due again", cancellation);
    }

    [Test]
    public async Task Two_sweeps_at_once_take_different_rows_and_do_not_wait_for_each_other(CancellationToken cancellation)
    {
        await _source.InsertAsync(DueAtOnce, [.. Enumerable.Range(0, 1_000).Select(_ => Message())]);
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var somebodyTakes400 = new NpgsqlCommand("SELECT 1 FROM messaging.outbox ORDER BY due_at LIMIT 400 FOR UPDATE", connection, transaction))
            await somebodyTakes400.ExecuteNonQueryAsync(cancellation);

        var sweeps = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => TakeAsync(300, cancellation)));

        var ids = sweeps.SelectMany(messages => messages).Select(message => message.Id).ToList();
        Assert.That(ids, Has.Count.EqualTo(600).And.Unique);
    }

    [Test]
    public async Task A_row_that_is_committed_after_younger_ones_were_taken_is_not_missed(CancellationToken cancellation)
    {
        var (late, young) = (Message(), Message());
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await InsertWithinAsync(connection, transaction, late);
        await _source.InsertAsync(DueAtOnce, young);
        Assert.That((await TakeAsync(10, cancellation)).Select(message => message.Id), Is.EqualTo(new[] { young.Id }));

        await transaction.CommitAsync(cancellation);

        Assert.That((await TakeAsync(10, cancellation)).Select(message => message.Id), Is.EqualTo(new[] { late.Id }));
    }

    private static OutgoingMessage Message() => new(Guid.CreateVersion7(), "Some.Endpoint", "Some.Type", new Dictionary<string, string>(), new byte[] { 1 });

    private Task<IReadOnlyList<OutgoingMessage>> TakeAsync(int most, CancellationToken cancellation) => OutboxTable.LeaseDueAsync(_source, most, Lease, cancellation);

    private static async Task InsertWithinAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, OutgoingMessage message)
    {
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { OutboxTable.Insert([message], DueAtOnce) } };
        await batch.ExecuteNonQueryAsync();
    }
}
