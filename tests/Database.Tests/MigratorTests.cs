using DbUp.Engine;
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
    public async Task A_database_of_another_encoding_is_refused_before_anything_is_made_in_it(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var ascii = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = $"{database.Name}_ascii", Pooling = false }.ConnectionString;
        await ExecuteAsync(database, $"CREATE DATABASE {database.Name}_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        try
        {
            var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator.MigrateAsync(ascii, Quiet, cancellation));
            Assert.That(refused.Message, Does.StartWith("Its encoding is SQL_ASCII; make one with UTF8"));
        }
        finally
        {
            await ExecuteAsync(database, $"DROP DATABASE {database.Name}_ascii WITH (FORCE)");
        }
    }

    [Test]
    public async Task Of_five_that_start_together_one_works_and_all_succeed(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var applied = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Migrator.MigrateAsync(database.ConnectionString, Quiet, cancellation))));
        Assert.That(applied.Count(scripts => scripts.Count > 0), Is.EqualTo(1));
    }

    [Test]
    public async Task An_index_is_built_concurrently_also_while_four_others_wait_for_their_turn(CancellationToken cancellation)
    {
        SqlScript[] scripts =
        [
            new("0001_table.sql", "CREATE TABLE things (id int); INSERT INTO things SELECT generate_series(1, 200000);"),
            new("0002_index.concurrently.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS things_id ON things (id);"),
            new("0003_column.sql", "ALTER TABLE things ADD COLUMN name text NULL;"),
        ];
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var applied = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Migrator.MigrateAsync(database.ConnectionString, scripts, Quiet, cancellation))));

        Assert.That(applied.SelectMany(names => names), Is.EqualTo(scripts.Select(script => script.Name)), "once each, by one of them, in their order");
        Assert.That(await ExecuteAsync(database, "SELECT count(*) FROM pg_index WHERE indexrelid = 'things_id'::regclass AND indisvalid"), Is.EqualTo(1L));
    }

    [Test]
    public async Task A_script_that_cannot_have_its_lock_gives_up_and_is_applied_when_it_is_run_again(CancellationToken cancellation)
    {
        SqlScript[] scripts = [new("0001_table.sql", "CREATE TABLE things (id int);"), new("0002_column.sql", "SET LOCAL lock_timeout = '100ms'; ALTER TABLE things ADD COLUMN name text NULL;")];
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await Migrator.MigrateAsync(database.ConnectionString, scripts[..1], Quiet, cancellation);
        await using (var report = new NpgsqlConnection(database.ConnectionString))
        {
            await report.OpenAsync(cancellation);
            await using var transaction = await report.BeginTransactionAsync(cancellation);
            await using var read = new NpgsqlCommand("SELECT count(*) FROM things", report, transaction);
            await read.ExecuteScalarAsync(cancellation);
            await Assert.ThatAsync(
                () => Migrator.MigrateAsync(database.ConnectionString, scripts, Quiet, cancellation),
                Throws.TypeOf<MigrationException>().With.Message.Contains("0002_column.sql").And.Message.Contains("lock timeout"));
        }

        Assert.That(await Migrator.MigrateAsync(database.ConnectionString, scripts, Quiet, cancellation), Is.EqualTo(["0002_column.sql"]));
    }

    [Test]
    public async Task As_a_program_it_says_what_it_did_and_ends_with_0(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await HostProcess.RunToEndAsync("Database", new Dictionary<string, string> { ["Database__ConnectionString"] = database.ConnectionString }, cancellation: cancellation);
        Assert.That(await ExecuteAsync(database, "SELECT count(*) FROM schema_versions"), Is.GreaterThanOrEqualTo(4L));
    }

    [Test]
    public async Task As_a_program_it_takes_a_url_with_several_hosts(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        var real = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var url = $"postgres://{real.Username}:{real.Password}@127.0.0.1:1,127.0.0.1:{real.Port}/{database.Name}";
        await HostProcess.RunToEndAsync("Database", new Dictionary<string, string> { ["DATABASE_URL"] = url }, cancellation: cancellation);
        Assert.That(await ExecuteAsync(database, "SELECT count(*) FROM schema_versions"), Is.GreaterThanOrEqualTo(4L));
    }

    [TestCase("", "Database__ConnectionString is missing")]
    [TestCase("Hots=1", "Database__ConnectionString or DATABASE_URL cannot be used")]
    [TestCase("Host=127.0.0.1;Port=1;Timeout=2", "The database was not migrated.")]
    public async Task As_a_program_it_names_what_is_wrong(string connectionString, string sentence) =>
        await Assert.ThatAsync(
            () => HostProcess.RunToEndAsync("Database", new Dictionary<string, string> { ["Database__ConnectionString"] = connectionString }),
            Throws.Exception.With.Message.Contains(sentence));

    [Test]
    public async Task Asked_to_check_its_configuration_it_connects_to_nothing()
    {
        var settings = new Dictionary<string, string> { ["DATABASE_URL"] = "postgres://u:secret@127.0.0.1:1/d" };
        await HostProcess.RunToEndAsync("Database", settings, ["--check-config"]);
    }

    private static async Task<object?> ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
