using Npgsql;

namespace Notifications.ServiceDefaults;

/// <summary>Parameters of statements, typed: none is boxed, and none is of a type that the driver has to guess.</summary>
public static class Parameter
{
    public static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    /// <summary>Of a type that the statement cannot tell from NULL alone.</summary>
    public static NpgsqlParameter OfNullable<T>(T? value) => new NpgsqlParameter<T?> { TypedValue = value };

    /// <summary>One array of a column.</summary>
    public static NpgsqlParameter<T[]> Column<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T> value) => new() { TypedValue = [.. rows.Select(value)] };
}
