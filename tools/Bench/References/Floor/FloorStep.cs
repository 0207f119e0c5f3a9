using Npgsql;

namespace Notifications.Bench.References.Floor;

/// <summary>A statement that needs the ids of the orders and nothing else.</summary>
internal sealed class FloorStep : IAsyncDisposable
{
    private readonly NpgsqlParameter<Guid[]> _ids = FloorStatement.Column<Guid>();
    private FloorStatement _statement = null!;

    public static async Task<FloorStep> OpenAsync(NpgsqlDataSource database, string sql, CancellationToken cancellation)
    {
        var step = new FloorStep();
        step._statement = await FloorStatement.PrepareAsync(database, cancellation, new NpgsqlBatchCommand(sql) { Parameters = { step._ids } });
        return step;
    }

    public Task TakeAsync(IEnumerable<Guid> orders, CancellationToken cancellation)
    {
        _ids.TypedValue = [.. orders];
        return _statement.ExecuteAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _statement.DisposeAsync();
}
