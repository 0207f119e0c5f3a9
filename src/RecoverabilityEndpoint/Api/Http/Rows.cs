using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>A statement, its parameters, and what a row of it is.</summary>
internal static class Rows
{
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params IReadOnlyList<NpgsqlParameter> parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var all = new List<T>();
        while (await row.ReadAsync(cancellation))
            all.Add(read(row));
        return all;
    }

    /// <summary>Null when there is no row.</summary>
    public static async Task<T?> FirstAsync<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T?> read, CancellationToken cancellation, params IReadOnlyList<NpgsqlParameter> parameters)
        where T : class => (await database.ListAsync(sql, read, cancellation, parameters)).FirstOrDefault();

    public static async Task<long> CountAsync(this NpgsqlDataSource database, string sql, CancellationToken cancellation, params IReadOnlyList<NpgsqlParameter> parameters) =>
        (await database.ListAsync(sql, row => row.GetInt64(0), cancellation, parameters))[0];

    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static Guid? Id(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    /// <summary>UTC.</summary>
    public static DateTime? Time(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDateTime(column);
}
