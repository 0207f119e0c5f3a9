using Npgsql;

namespace Notifications.NotificationEndpoint.Ledger;

/// <summary>Parameters of the ledger's statements, typed.</summary>
internal static class Parameter
{
    public static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    /// <summary>One array of a column.</summary>
    public static NpgsqlParameter<T[]> Column<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T> value) => new() { TypedValue = [.. rows.Select(value)] };
}
