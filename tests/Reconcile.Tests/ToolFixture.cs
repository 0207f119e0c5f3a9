using Notifications.Testing;
using Npgsql;

namespace Notifications.Reconcile.Tests;

/// <summary>A migrated database for the fixture, empty for each test, and runs of the tool on it.</summary>
public abstract class ToolFixture
{
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    private protected OrderBook _book = null!;

    private protected string ConnectionString => _database.ConnectionString;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
        _book = new OrderBook(_source);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public Task Empty() => _book.EmptyAsync();

    private protected static async Task<(int Code, string Output, string Error)> RunOnAsync(string database, params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await ReconcileTool.RunAsync(arguments, database, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
