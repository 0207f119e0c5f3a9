using Notifications.Testing;
using Npgsql;

namespace Notifications.Database.Tests;

/// <summary>Rows that must never be are refused by the schema, whatever the code does.</summary>
[CancelAfter(60_000)]
public sealed class InvariantTests
{
    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task Migrate() => _database = await MigratedDatabase.CreateAsync();

    [OneTimeTearDown]
    public async Task Drop() => await _database.DisposeAsync();

    [TestCase("'claimed', NULL, NULL, NULL, NULL, NULL", "a_claim_has_a_lease_and_no_end")]
    [TestCase("'claimed', now(), now(), NULL, NULL, NULL", "an_end_has_a_time")]
    [TestCase("'accepted', NULL, now(), NULL, NULL, NULL", "an_accepted_mail_has_its_reply")]
    [TestCase("'accepted', now(), now(), NULL, '250', NULL", "a_claim_has_a_lease_and_no_end")]
    [TestCase("'deferred', NULL, now(), now(), NULL, NULL", "a_failure_has_its_reason")]
    [TestCase("'rejected', NULL, now(), now(), NULL, 'why'", "only_what_goes_on_has_a_next_time")]
    [TestCase("'unknown', NULL, now(), NULL, NULL, 'why'", "only_what_goes_on_has_a_next_time")]
    [TestCase("'lost', NULL, now(), NULL, NULL, NULL", "status")]
    public async Task An_impossible_delivery_is_refused(string row, string rule) =>
        await RefusedAsync(
            $"""
             INSERT INTO notifications.deliveries (status, lease_until, settled_at, next_attempt_at, reply, reason, order_id, kind, attempt, claimed_by, claimed_at, first_claimed_at)
             VALUES ({row}, gen_random_uuid(), 'order-confirmation', 1, 'test', now(), now())
             """,
            rule);

    [TestCase("'Ana@x.test', 'operator', 'why', NULL", "an_address_is_in_lower_case")]
    [TestCase("'@x', 'operator', 'why', NULL", "address")]
    [TestCase("repeat('a', 321), 'operator', 'why', NULL", "address")]
    [TestCase("'ana@x.test', 'customer', 'why', NULL", "source")]
    [TestCase("'ana@x.test', 'relay', '550 5.1.1', NULL", "an_entry_of_a_relay_has_its_order")]
    [TestCase("'ana@x.test', 'operator', 'why', gen_random_uuid()", "an_entry_of_a_relay_has_its_order")]
    [TestCase("'ana@x.test', 'operator', '  ', NULL", "reason")]
    [TestCase("'ana@x.test', 'operator', repeat('x', 501), NULL", "reason")]
    public async Task An_impossible_suppression_is_refused(string row, string rule) =>
        await RefusedAsync($"INSERT INTO notifications.suppressions (address, source, reason, order_id) VALUES ({row})", rule);

    private async Task RefusedAsync(string insert, string rule)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(insert, connection);
        await Assert.ThatAsync(
            () => command.ExecuteNonQueryAsync(),
            Throws.TypeOf<PostgresException>().With.Property(nameof(PostgresException.ConstraintName)).Contains(rule));
    }
}
