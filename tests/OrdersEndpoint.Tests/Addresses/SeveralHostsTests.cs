using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Notifications.LocalStack.Ports;
using Notifications.ServiceDefaults;
using Notifications.Testing;
using Npgsql;

namespace Notifications.OrdersEndpoint.Tests.Addresses;

/// <summary>A database behind several addresses, of which one is away: what a host makes of it.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
public sealed class SeveralHostsTests
{
    [Test]
    public async Task The_one_that_answers_is_used(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await using var source = Open(Url(database));
        Assert.That(await source.CreateCommand("SELECT current_database()").ExecuteScalarAsync(cancellation), Is.EqualTo(database.Name));
    }

    [Test]
    public async Task One_that_cannot_be_written_to_is_not(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(cancellation);
        await using (var ours = NpgsqlDataSource.Create(database.ConnectionString))
            await ours.CreateCommand($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on").ExecuteNonQueryAsync(cancellation);

        await using var writing = Open(Url(database));
        await using var reading = Open($"{Url(database)}?target_session_attrs=any");
        using (Assert.EnterMultipleScope())
        {
            await Assert.ThatAsync(async () => await writing.OpenConnectionAsync(cancellation), Throws.InstanceOf<NpgsqlException>());
            Assert.That(await reading.CreateCommand("SELECT current_database()").ExecuteScalarAsync(cancellation), Is.EqualTo(database.Name));
        }
    }

    private static string Url(TestDatabase database)
    {
        var real = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return $"postgres://{real.Username}:{real.Password}@127.0.0.1:{FreePort.Next()},127.0.0.1:{real.Port}/{database.Name}";
    }

    private static NpgsqlDataSource Open(string address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration["Database:ConnectionString"] = address;
        builder.AddDatabase("Test");
        return builder.Services.BuildServiceProvider().GetRequiredService<NpgsqlDataSource>();
    }
}
