using Notifications.Testing;
using Npgsql;

namespace Notifications.ReconciliationJob.Tests.Schedule;

/// <summary>A node whose database does not let it in when it starts.</summary>
[CancelAfter(150_000)]
public sealed class ScheduleStartTests
{
    [Test]
    public async Task A_node_that_PostgreSQL_refuses_waits_alive_and_starts_its_schedule_when_it_is_let_in(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var broker = await TestBroker.CreateAsync(cancellation);
        await using var administrator = NpgsqlDataSource.Create(database.ConnectionString);
        var role = $"node_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD 'another'");
        try
        {
            await using var node = await HostProcess.StartAsync(
                "ReconciliationJob",
                new Dictionary<string, string>
                {
                    ["Database__ConnectionString"] = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = "the right one" }.ConnectionString,
                    ["Broker__Uri"] = broker.Uri.AbsoluteUri,
                    ["Reconciliation__Every"] = "00:00:01",
                },
                readyPath: "health/startup",
                cancellation: cancellation);
            await Eventually.TrueAsync(() => Task.FromResult(node.Output.Contains("The schedule cannot start", StringComparison.Ordinal)), "it has tried", cancellation);
            var refused = await node.HealthAsync(cancellation);

            await ExecuteAsync($"ALTER ROLE {role} PASSWORD 'the right one'");
            await Eventually.TrueAsync(async () => (await node.HealthAsync(cancellation)).StartsWith("""{"status":"ready",""", StringComparison.Ordinal), "it is ready", cancellation);
            await Eventually.TrueAsync(async () => await CountAsync("SELECT count(*) FROM reconciliation.runs WHERE ended_at IS NOT NULL") > 0, "the schedule makes runs", cancellation);
            var exit = await node.TerminateAsync();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(refused, Does.StartWith("""{"status":"not ready",""").And.Contain("The schedule has not started on this node"));
                Assert.That(node.Output, Does.Contain("password authentication failed").And.Contain("The schedule has started."));
                Assert.That(exit, Is.Zero);
            }
        }
        finally
        {
            await ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = administrator.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        async Task<long> CountAsync(string sql)
        {
            await using var command = administrator.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
    }
}
