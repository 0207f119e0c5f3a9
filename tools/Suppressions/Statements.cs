using Notifications.NotificationEndpoint.Recipients;
using Npgsql;

namespace Notifications.Suppressions;

/// <summary>Runs the statements of <see cref="SuppressionTable"/>, which are made for batches, one by one.</summary>
internal static class Statements
{
    /// <returns>How many entries it changed.</returns>
    public static async Task<int> ExecuteAsync(this NpgsqlDataSource database, NpgsqlBatchCommand statement)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(statement);
        return await batch.ExecuteNonQueryAsync();
    }

    public static async Task<IReadOnlyList<Suppression>> ReadAsync(this NpgsqlDataSource database, NpgsqlBatchCommand statement)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(statement);
        var entries = new List<Suppression>();
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            entries.Add(SuppressionTable.Read(rows));
        return entries;
    }
}
