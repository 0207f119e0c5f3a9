using Notifications.RecoverabilityEndpoint.Retention;

namespace Notifications.RecoverabilityEndpoint.Tests.Retention;

public sealed class OldRowsTests : DatabaseFixture
{
    private static readonly RetentionSettings Settings = new();

    [TestCase("unresolved", 400, true)]
    [TestCase("retry_issued", 400, true)]
    [TestCase("resolved", 9, true)]
    [TestCase("resolved", 11, false)]
    [TestCase("archived", 11, false)]
    public async Task A_message_goes_when_nobody_has_to_act_on_it_for_ten_days_and_never_before(string status, int days, bool stays)
    {
        await FailAsync(status, $"{days} days");
        await RemoveAsync();
        Assert.That(await CountAsync("failed_messages"), Is.EqualTo(stays ? 1 : 0));
    }

    [Test]
    public async Task However_many_there_are()
    {
        await FailAsync("resolved", "11 days", messages: OldRows.AtATime + 1);
        Assert.That(await RemoveAsync(), Is.EqualTo(OldRows.AtATime + 1));
    }

    [Test]
    public async Task Of_many_attempts_the_newest_ten_stay_and_what_the_broker_may_still_hand_out()
    {
        await FailAsync("unresolved", "0", attempts: 30);
        await ExecuteAsync(
            """
            INSERT INTO recoverability.attempts
            SELECT failed_message_id, gen_random_uuid(), now() - interval '10 minutes' * n, '', NULL, '', '', NULL, '' FROM recoverability.failed_messages, generate_series(1, 30) AS n
            """);
        await RemoveAsync();
        // Those of the last hour are five: 10, 20, … 50 minutes. Ten stay.
        Assert.That(await QueryAsync<TimeSpan>("SELECT max(now() - failed_at) FROM recoverability.attempts"), Is.EqualTo(TimeSpan.FromMinutes(100)).Within(TimeSpan.FromMinutes(1)));
        Assert.That(await CountAsync("attempts"), Is.EqualTo(10));

        await ExecuteAsync("UPDATE recoverability.attempts SET failed_at = now() - (random() * interval '50 minutes')");
        await ExecuteAsync(
            """
            INSERT INTO recoverability.attempts
            SELECT failed_message_id, gen_random_uuid(), now() - interval '30 minutes', '', NULL, '', '', NULL, '' FROM recoverability.failed_messages, generate_series(1, 5)
            """);
        await RemoveAsync();
        Assert.That(await CountAsync("attempts"), Is.EqualTo(15), "younger than an hour");
    }

    [Test]
    public async Task Old_events_and_completed_operations_go_open_ones_stay()
    {
        await ExecuteAsync(
            """
            INSERT INTO recoverability.events (raised_at, severity, category, event_type, description)
            SELECT now() - days * interval '1 day', 'info', '', '', '' FROM unnest(ARRAY[13, 15]) AS days;
            INSERT INTO recoverability.operations (operation_id, kind, scope, originator, requested_by, requested_at, statuses, state, completed_at)
            SELECT gen_random_uuid(), 'retry', 'All', '', '', now() - interval '40 days', '{unresolved}', state, CASE state WHEN 'completed' THEN now() - interval '31 days' END
            FROM unnest(ARRAY['completed', 'forwarding']) AS state;
            """);
        await RemoveAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CountAsync("events"), Is.EqualTo(1));
            Assert.That(await QueryAsync<string>("SELECT state FROM recoverability.operations"), Is.EqualTo("forwarding"));
        }
    }

    [Test]
    public async Task A_group_goes_when_it_is_old_has_no_message_and_no_note()
    {
        await FailAsync("unresolved", "0");
        await ExecuteAsync(
            """
            INSERT INTO recoverability.groups (group_id, classifier, title, note, seen_at)
            SELECT by_instance, 'c', 'with a message', NULL, now() - interval '100 days' FROM recoverability.failed_messages
            UNION ALL SELECT gen_random_uuid(), 'c', 'with a note', 'look at the relay', now() - interval '100 days'
            UNION ALL SELECT gen_random_uuid(), 'c', 'young', NULL, now() - interval '80 days'
            UNION ALL SELECT gen_random_uuid(), 'c', 'old', NULL, now() - interval '100 days'
            """);
        await RemoveAsync();
        Assert.That(await QueryAsync<string[]>("SELECT array_agg(title ORDER BY title) FROM recoverability.groups"), Is.EqualTo(["with a message", "with a note", "young"]));
    }

    private Task<long> RemoveAsync() => OldRows.RemoveAsync(Source, Settings, CancellationToken.None);

    private Task<long> CountAsync(string table) => QueryAsync<long>($"SELECT count(*) FROM recoverability.{table}");

    /// <param name="status">Of the message.</param>
    /// <param name="age">Since it was changed last.</param>
    /// <param name="messages">How many.</param>
    /// <param name="attempts">Of each.</param>
    private Task FailAsync(string status, string age, int messages = 1, int attempts = 1) => ExecuteAsync(
        $"""
         INSERT INTO recoverability.failed_messages
             (failed_message_id, status, attempts, message_id, message_type, content_type, body_size, receiving_endpoint, exception_type, exception_message,
              first_failed_at, failed_at, by_exception, by_type, by_address, by_instance, by_endpoint, last_modified)
         SELECT gen_random_uuid(), '{status}', {attempts}, '1', '', '', 0, '', '', '', now(), now(),
                gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now() - interval '{age}'
         FROM generate_series(1, {messages})
         """);
}
