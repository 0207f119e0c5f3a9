using Notifications.ReconciliationJob.Backlog;

namespace Notifications.ReconciliationJob.Tests.Backlog;

[CancelAfter(60_000)]
public sealed class BacklogTableTests : DatabaseFixture
{
    [Test]
    public async Task An_empty_outbox_has_no_messages_and_no_age(CancellationToken cancellation) =>
        Assert.That(await BacklogTable.ReadAsync(Source, cancellation), Is.EqualTo(new OutboxBacklog(0, 0)));

    [Test]
    public async Task The_age_is_that_of_the_oldest_row_whether_or_not_somebody_has_it_in_hand(CancellationToken cancellation)
    {
        await StoreAsync(2, "10 seconds");
        await StoreAsync(1, "90 seconds");
        var backlog = await BacklogTable.ReadAsync(Source, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(backlog.Messages, Is.EqualTo(3));
            Assert.That(backlog.OldestAgeSeconds, Is.InRange(90, 120));
        }
    }

    [Test]
    public async Task A_flood_is_not_counted_to_its_end(CancellationToken cancellation)
    {
        await StoreAsync(BacklogTable.Most + 1, "5 seconds");
        Assert.That((await BacklogTable.ReadAsync(Source, cancellation)).Messages, Is.EqualTo(BacklogTable.Most));
    }

    private Task StoreAsync(int messages, string age) => ExecuteAsync(
        $$"""
        INSERT INTO messaging.outbox (message_id, destination, message_type, headers, body, stored_at, due_at)
        SELECT gen_random_uuid(), 'Somewhere', 'Type', '{}', '', now() - interval '{{age}}', now() + interval '30 seconds' FROM generate_series(1, {{messages}})
        """);
}
