using DbUp.Engine.Output;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Database.Tests;

[Parallelizable(ParallelScope.All)]
[CancelAfter(120_000)]
public sealed class MigratorTests
{
    private static readonly NoOpUpgradeLog Quiet = new();

    [Test]
    public async Task Runs_the_scripts_in_the_order_of_their_numbers(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var applied = await Migrator.MigrateAsync(database.ConnectionString, Quiet, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.Ordered);
            Assert.That(applied, Has.Count.GreaterThanOrEqualTo(4));
        }
    }

    [Test]
    public async Task Run_twice_it_has_nothing_left_to_do_and_touches_no_data(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await Migrator.MigrateAsync(database.ConnectionString, Quiet, cancellation);
        await ExecuteAsync(database, "INSERT INTO messaging.outbox VALUES (gen_random_uuid(), 'a', 'b', '{}', '', now(), now())");

        Assert.That(await Migrator.MigrateAsync(database.ConnectionString, Quiet, cancellation), Is.Empty);
        Assert.That(await ExecuteAsync(database, "SELECT count(*) FROM messaging.outbox"), Is.EqualTo(1L));
    }

    [Test]
    public async Task Of_five_that_start_together_one_works_and_all_succeed(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var applied = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Migrator.MigrateAsync(database.ConnectionString, Quiet, cancellation))));
        Assert.That(applied.Count(scripts => scripts.Count > 0), Is.EqualTo(1));
    }

    [Test]
    public async Task As_a_program_it_says_what_it_did_and_ends_with_0(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await HostProcess.RunToEndAsync("Database", new Dictionary<string, string> { ["Database__ConnectionString"] = database.ConnectionString }, cancellation: cancellation);
        Assert.That(await ExecuteAsync(database, "SELECT count(*) FROM schema_versions"), Is.GreaterThanOrEqualTo(4L));
    }

    [TestCase("", "Database__ConnectionString is missing")]
    [TestCase("Hots=1", "Database__ConnectionString is not a connection string")]
    [TestCase("Host=127.0.0.1;Port=1;Timeout=2", "The database was not migrated.")]
    public async Task As_a_program_it_names_what_is_wrong(string connectionString, string sentence) =>
        await Assert.ThatAsync(
            () => HostProcess.RunToEndAsync("Database", new Dictionary<string, string> { ["Database__ConnectionString"] = connectionString }),
            Throws.Exception.With.Message.Contains(sentence));

    private static async Task<object?> ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
