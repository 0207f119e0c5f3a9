using Notifications.Messaging.Outbox;
using Notifications.Messaging.Wire;
using Npgsql;

namespace Notifications.Messaging.Tests.Outbox;

internal static class OutboxAccess
{
    /// <summary>In a transaction of its own, as a request's handler commits them.</summary>
    public static async Task InsertAsync(this NpgsqlDataSource database, TimeSpan reserve, params OutgoingMessage[] messages)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(OutboxTable.Insert(messages, reserve));
        await batch.ExecuteNonQueryAsync();
    }

    public static async Task<long> CountOutboxAsync(this NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM messaging.outbox");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
