using Notifications.Testing;

namespace Notifications.LocalStack.Tests;

/// <summary>The seam that tests kill servers by, on whichever of its two sides this machine has.</summary>
public sealed class ControllablePostgresTests
{
    [Test]
    public async Task A_database_is_still_there_after_a_kill_and_after_a_stop()
    {
        await using var postgres = await ControllablePostgres.StartAsync();
        await using var database = await TestDatabase.CreateAsync(postgres.ConnectionString);

        await postgres.KillAsync();
        await postgres.StartAgainAsync();
        Assert.That(await CanConnectAsync(database), Is.True);

        await postgres.StopAsync();
        Assert.That(await CanConnectAsync(database), Is.False);
        await postgres.StartAgainAsync();
        Assert.That(await CanConnectAsync(database), Is.True);
    }

    private static Task<bool> CanConnectAsync(TestDatabase database) =>
        Servers.ServerReadiness.PostgresAsync(database.ConnectionString, CancellationToken.None);
}
