using System.Threading.Channels;
using Npgsql;

namespace Notifications.Bench.References.Floor;

/// <summary>In: nothing, the orders are made here. Out: their ids, once order, two items and outgoing message are committed, 256 in a transaction.</summary>
internal sealed class FloorIntake : IAsyncDisposable
{
    public const int Batch = 256;

    private readonly NpgsqlParameter<Guid[]> _ids = FloorStatement.Column<Guid>();
    private readonly NpgsqlParameter<string[]>[] _texts = [.. Enumerable.Range(0, 5).Select(_ => FloorStatement.Column<string>())];
    private readonly NpgsqlParameter<decimal[]> _totals = FloorStatement.Column<decimal>();
    private readonly NpgsqlParameter<Guid[]> _itemIds = FloorStatement.Column<Guid>();
    private readonly NpgsqlParameter<int[]> _lines = FloorStatement.Column<int>();
    private readonly NpgsqlParameter<string[]> _skus = FloorStatement.Column<string>();
    private readonly NpgsqlParameter<string[]> _names = FloorStatement.Column<string>();
    private readonly NpgsqlParameter<int[]> _quantities = FloorStatement.Column<int>();
    private readonly NpgsqlParameter<decimal[]> _prices = FloorStatement.Column<decimal>();
    private readonly NpgsqlParameter<Guid[]> _messageIds = FloorStatement.Column<Guid>();
    private readonly NpgsqlParameter<string[]> _headers = FloorStatement.Column<string>();
    private readonly NpgsqlParameter<byte[][]> _bodies = FloorStatement.Column<byte[]>();
    private FloorStatement _insert = null!;

    public static async Task<FloorIntake> OpenAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var intake = new FloorIntake();
        intake._insert = await FloorStatement.PrepareAsync(database, cancellation, intake.Orders(), intake.Items(), intake.Messages());
        return intake;
    }

    /// <param name="next">Gives how many orders the next batch has; 0 when there are no more.</param>
    /// <param name="stored">Gets their ids.</param>
    /// <param name="cancellation">Of the run.</param>
    public async Task RunAsync(Func<Task<int>> next, ChannelWriter<Guid> stored, CancellationToken cancellation)
    {
        while (await next() is var count and > 0)
        {
            Fill(count);
            await _insert.ExecuteAsync(cancellation);
            foreach (var id in _ids.TypedValue!)
                stored.TryWrite(id);
        }
    }

    public ValueTask DisposeAsync() => _insert.DisposeAsync();

    private void Fill(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        _ids.TypedValue = _messageIds.TypedValue = ids;
        _itemIds.TypedValue = [.. ids.SelectMany(id => new[] { id, id })];
        _bodies.TypedValue = [.. ids.Select(FloorBytes.BodyOf)];
        if (_totals.TypedValue!.Length == count)
            return;
        foreach (var (text, value) in _texts.Zip(["1234567", "Ana Customer", "customer-1234567@bench.example", "EUR", "en"]))
            text.TypedValue = Same(value, count);
        _totals.TypedValue = Same(25.25m, count);
        _lines.TypedValue = InTurn(1, 2, count);
        _skus.TypedValue = InTurn("SKU-1", "SKU-2", count);
        _names.TypedValue = InTurn("Mug", "Plate", count);
        _quantities.TypedValue = InTurn(2, 1, count);
        _prices.TypedValue = InTurn(10.50m, 4.25m, count);
        _headers.TypedValue = Same(FloorBytes.StoredHeaders, count);
    }

    private NpgsqlBatchCommand Orders() => new(FloorTables.InsertOrders) { Parameters = { _ids, _texts[0], _texts[1], _texts[2], _texts[3], _texts[4], _totals } };

    private NpgsqlBatchCommand Items() => new(FloorTables.InsertItems) { Parameters = { _itemIds, _lines, _skus, _names, _quantities, _prices } };

    private NpgsqlBatchCommand Messages() => new(FloorTables.InsertMessages) { Parameters = { _messageIds, _headers, _bodies } };

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];

    private static T[] InTurn<T>(T first, T second, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => new[] { first, second })];
}
