using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;
using Notifications.Testing;
using Npgsql;

namespace Notifications.LocalStack.Tests;

/// <summary>Real servers, started from the Debian packages whether or not a Docker engine answers.</summary>
[NonParallelizable]
public sealed class NativeServersTests
{
    [OneTimeSetUp]
    public Task Install() => DebianPackages.EnsureAsync(TestContext.Progress.WriteLine, CancellationToken.None);

    [Test]
    public async Task Nothing_stays_behind_after_a_start_and_a_stop()
    {
        using var folder = new TemporaryInstance();
        List<RunningProcess> family;
        await using (var servers = NativeServers.ForTests(folder.Folder))
        {
            await servers.StartAsync();
            family = [.. PidFile.ReadAll(folder.Folder.Pids).SelectMany(file => file.Entry.Process.WithDescendants())];
            Assert.That(PidFile.ReadAll(folder.Folder.Pids).Select(file => file.Entry.Name), Is.EquivalentTo(new[] { "postgres", "rabbitmq", "epmd" }));
        }

        Assert.That(family, Has.Count.GreaterThan(3));
        foreach (var member in family)
            Assert.That(await member.WaitForEndAsync(TimeSpan.FromSeconds(5)), Is.True, $"pid {member.Pid} still runs");
        Assert.That(PidFile.ReadAll(folder.Folder.Pids), Is.Empty);
    }

    [Test]
    public async Task A_committed_row_survives_kill_9_and_a_start_on_the_same_port()
    {
        using var folder = new TemporaryInstance();
        await using var postgres = NativeServers.PostgresForTests(folder.Folder);
        await postgres.StartAsync();
        await ExecuteAsync(postgres, "CREATE TABLE kept (what text); INSERT INTO kept VALUES ('an order')");

        await postgres.KillAsync();
        await postgres.StartAsync();

        Assert.That(await ExecuteAsync(postgres, "SELECT what FROM kept"), Is.EqualTo("an order"));
    }

    [Test]
    public async Task A_vhost_survives_kill_9_and_a_start_on_the_same_ports()
    {
        using var folder = new TemporaryInstance();
        await using var rabbitMq = NativeServers.RabbitMqForTests(folder.Folder);
        await rabbitMq.StartAsync();
        await using var broker = await TestBroker.CreateAsync(rabbitMq.Broker, rabbitMq.Management);

        await rabbitMq.KillAsync();
        await rabbitMq.StartAsync();

        Assert.That(await broker.Management.DepthAsync("no such queue"), Is.Zero);
        Assert.That(await broker.Management.ConnectionsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_broken_data_folder_is_named_with_the_way_out()
    {
        using var folder = new TemporaryInstance();
        await using var postgres = NativeServers.PostgresForTests(folder.Folder);
        await postgres.StartAsync();
        await postgres.StopAsync();
        File.Delete(Path.Combine(folder.Folder.Data, "postgres", "global", "pg_control"));

        await Assert.ThatAsync(
            async () => await postgres.StartAsync(),
            Throws.TypeOf<CannotContinueException>().With.Message.Contains($"rm -rf {folder.Folder.Data}").And.Message.Contains("pg_control"));
    }

    [Test]
    public async Task A_data_folder_of_another_major_version_is_named_with_the_package_it_needs()
    {
        using var folder = new TemporaryInstance();
        Directory.CreateDirectory(Path.Combine(folder.Folder.Data, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(folder.Folder.Data, "postgres", "PG_VERSION"), "9\n");
        await using var postgres = NativeServers.PostgresForTests(folder.Folder);

        await Assert.ThatAsync(
            async () => await postgres.StartAsync(),
            Throws.TypeOf<CannotContinueException>().With.Message.Contains("written by PostgreSQL 9").And.Message.Contains("'postgresql-9'"));
    }

    private static async Task<object?> ExecuteAsync(NativePostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection($"{postgres.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
