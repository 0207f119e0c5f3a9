using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Ingestion;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

[CancelAfter(60_000)]
public sealed class FailureIngestionTests : DatabaseFixture
{
    private static readonly DateTimeOffset Time = FailedMessage.Time;

    [Test]
    public async Task A_failure_is_there_once_however_often_it_is_delivered()
    {
        await IngestAsync(FailedMessage.Of("1"), FailedMessage.Of("2"), FailedMessage.Of("1"));
        await IngestAsync(FailedMessage.Of("2"), FailedMessage.Of("1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MessageAsync("1"), Is.EqualTo("unresolved 1 no stock"));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.failed_messages"), Is.EqualTo(2));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.attempts"), Is.EqualTo(2));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.groups"), Is.EqualTo(5));
            Assert.That(await QueryAsync<string>("SELECT string_agg(event_type || ' ' || messages, ', ') FROM recoverability.events"), Is.EqualTo("MessagesFailed 2"));
            Assert.That(await QueryAsync<string>("SELECT convert_from(body, 'UTF8') || (convert_from(headers, 'UTF8')::jsonb ->> 'NServiceBus.FailedQ') FROM recoverability.contents LIMIT 1"), Is.EqualTo("{}shop.queue"));
        }
    }

    [Test]
    public async Task What_is_said_is_said_of_the_newest_failure_in_whatever_order_they_come()
    {
        await IngestAsync(Failing("1", 2, "second"));
        await IngestAsync(Failing("1", 1, "first"));
        Assert.That(await MessageAsync("1"), Is.EqualTo("unresolved 2 second"));
        await IngestAsync(Failing("1", 4, "fourth"), Failing("1", 3, "third"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MessageAsync("1"), Is.EqualTo("unresolved 4 fourth"));
            Assert.That(await QueryAsync<string>("SELECT convert_from(body, 'UTF8') FROM recoverability.contents"), Is.EqualTo("fourth"));
            Assert.That(await QueryAsync<string>("SELECT (failed_at - first_failed_at)::text FROM recoverability.failed_messages"), Is.EqualTo("00:00:03"));
            Assert.That(await QueryAsync<string>("SELECT string_agg(exception_message, ' ' ORDER BY failed_at) FROM recoverability.attempts"), Is.EqualTo("first second third fourth"));
        }
    }

    [Test]
    public async Task Several_failures_of_a_new_message_in_one_batch_are_one_message()
    {
        await IngestAsync(Failing("1", 1, "first"), Failing("1", 2, "second"));
        await IngestAsync(Failing("2", 2, "second"), Failing("2", 1, "first"));
        Assert.That(new[] { await MessageAsync("1"), await MessageAsync("2") }, Is.All.EqualTo("unresolved 2 second"));
    }

    [Test]
    public async Task An_acknowledgement_resolves_and_the_order_within_a_batch_counts()
    {
        await IngestAsync(Failing("1", 1, "first"), Failing("2", 1, "first"), Failing("3", 1, "first"));
        await ExecuteAsync("UPDATE recoverability.failed_messages SET status = 'retry_issued', last_modified = '2026-01-01'");
        await IngestAsync(
            FailedMessage.Acknowledgement("1"),
            FailedMessage.Acknowledgement("2"), Failing("2", 2, "second"),
            Failing("3", 2, "second"), FailedMessage.Acknowledgement("3"),
            FailedMessage.Acknowledgement("4"), Failing("4", 1, "first"),
            Failing("5", 1, "first"), FailedMessage.Acknowledgement("5"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await MessageAsync("1"), Is.EqualTo("resolved 1 first"));
            Assert.That(await MessageAsync("2"), Is.EqualTo("unresolved 2 second"));
            Assert.That(await MessageAsync("3"), Is.EqualTo("resolved 2 second"));
            Assert.That(await MessageAsync("4"), Is.EqualTo("unresolved 1 first"));
            Assert.That(await MessageAsync("5"), Is.EqualTo("resolved 1 first"));
            Assert.That(await QueryAsync<DateTime>("SELECT min(last_modified) FROM recoverability.failed_messages"), Is.GreaterThan(new DateTime(2026, 1, 2)));
        }
    }

    [Test]
    public async Task A_copy_of_an_old_failure_leaves_a_resolved_message_alone()
    {
        await IngestAsync(FailedMessage.Of("1"));
        await IngestAsync(FailedMessage.Acknowledgement("1"), FailedMessage.Of("1"));
        Assert.That(await MessageAsync("1"), Is.EqualTo("resolved 1 no stock"));
    }

    [Test]
    public async Task An_archived_message_that_fails_again_is_unresolved()
    {
        await IngestAsync(FailedMessage.Of("1"));
        await ExecuteAsync("UPDATE recoverability.failed_messages SET status = 'archived'");
        await IngestAsync(Failing("1", 5, "again"));
        Assert.That(await MessageAsync("1"), Is.EqualTo("unresolved 2 again"));
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        yield return Case("nothing at all", new IncomingMessage("", "", new Dictionary<string, string>(), ReadOnlyMemory<byte>.Empty, 0));
        yield return Case("NUL and half characters everywhere", new IncomingMessage(
            "a\0\uD800", "t\0\uDC00", FailedMessage.Of("x").Headers.Keys.ToDictionary(name => name, _ => "\0\uD800x"), new byte[] { 0, 0xFF, 0xFE }, 0));
        yield return Case("100 KB in each header", new IncomingMessage(
            new string('i', 100_000), new string('t', 100_000), FailedMessage.Of("x").Headers.Keys.ToDictionary(name => name, _ => new string('é', 100_000)), new byte[1], 0));
        yield return Case("names of headers that are no names", FailedMessage.Of("1", headers: [("\0", "\0"), ("", ""), ("\uD800", "\r\n"), (new string('n', 5_000), "x")]));
        yield return Case("quotes", FailedMessage.Of("'; DROP SCHEMA recoverability; --", headers: (Headers.ProcessingEndpoint, "'\"\\{},NULL")));
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task Whatever_comes_is_kept_with_its_body_and_does_not_hold_up_others(IncomingMessage message)
    {
        await IngestAsync(FailedMessage.Of("good"), message, FailedMessage.Of("good too"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.failed_messages"), Is.EqualTo(3));
            Assert.That(await QueryAsync<long>($"SELECT count(*) FROM recoverability.contents WHERE body = '\\x{Convert.ToHexString(message.Body.Span)}'"), Is.GreaterThanOrEqualTo(1));
        }
    }

    /// <summary>None is known to be refused any more; a schema that refuses this one stands for it.</summary>
    [Test]
    public async Task One_that_is_refused_is_refused_with_its_batch_and_kept_alone()
    {
        await ExecuteAsync("ALTER TABLE recoverability.failed_messages ADD CONSTRAINT test CHECK (message_type <> 'Shop.Messages.PlaceOrder')");
        try
        {
            Assert.That(() => IngestAsync(FailedMessage.Of("1"), FailedMessage.Of("2")), Throws.TypeOf<PostgresException>());
            await IngestAsync(FailedMessage.Of("1", body: "kept"));
            await IngestAsync(FailedMessage.Of("1", body: "kept"));
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE recoverability.failed_messages DROP CONSTRAINT test");
        }

        Assert.That(
            await QueryAsync<string>("SELECT unreadable || convert_from(body, 'UTF8') FROM recoverability.failed_messages JOIN recoverability.contents USING (failed_message_id)"),
            Is.EqualTo("It could not be stored as what it says (23514); its headers and body are kept as they came.kept"));
    }

    [Test]
    public async Task Processes_that_get_the_same_at_the_same_time_count_it_once_and_do_not_wait_in_a_circle()
    {
        var random = new Random(1);
        var messages = Enumerable.Range(0, 300).SelectMany(id => new[] { Failing($"{id}", 1, "first"), Failing($"{id}", 2, "second"), FailedMessage.Acknowledgement($"{id}") }).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            IncomingMessage[] shuffled;
            lock (random)
                shuffled = [.. messages.OrderBy(_ => random.Next())];
            foreach (var batch in shuffled.Chunk(100))
                await IngestAsync(batch);
        }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.failed_messages WHERE attempts = 2 AND exception_message = 'second'"), Is.EqualTo(300));
            Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.attempts"), Is.EqualTo(600));
        }
    }

    private static IncomingMessage Failing(string id, int second, string why) =>
        FailedMessage.Of(id, Time.AddSeconds(second), body: why, headers: (Headers.ExceptionMessage, why));

    private static TestCaseData Case(string name, IncomingMessage message) => new TestCaseData(message).SetArgDisplayNames(name);

    private Task IngestAsync(params IncomingMessage[] messages) =>
        new FailureIngestion(Source, new FailureNews(TimeProvider.System), TimeProvider.System, NullLogger<FailureIngestion>.Instance).IngestAsync(messages, CancellationToken.None);

    private Task<string> MessageAsync(string id) => QueryAsync<string>(
        $"SELECT concat_ws(' ', status, attempts, exception_message) FROM recoverability.failed_messages WHERE failed_message_id = '{FailedMessage.IdOf(id)}'");
}
