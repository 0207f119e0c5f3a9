using Notifications.Testing;
using Npgsql;

namespace Notifications.FailedMessages.Tests;

/// <summary>The tool on a real database, by what it prints and its exit code.</summary>
[CancelAfter(60_000)]
public abstract class ToolFixture
{
    private TestDatabase _database = null!;

    private protected NpgsqlDataSource Source { get; private set; } = null!;

    private protected string ConnectionString => _database.ConnectionString;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        Source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public Task Empty() => ExecuteAsync("DELETE FROM recoverability.failed_messages; DELETE FROM recoverability.operations; DELETE FROM recoverability.groups");

    private protected async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private protected async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private protected Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunOnAsync(ConnectionString, arguments);

    private protected static async Task<(int Code, string Output, string Error)> RunOnAsync(string database, params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        await using var progress = new StringWriter { NewLine = "\n" };
        var code = await FailedMessagesTool.RunAsync(arguments, database, output, error, new Progress(progress, isTerminal: false), nobodyAfter: TimeSpan.FromSeconds(1));
        return (code, output.ToString(), error.ToString());
    }
}
