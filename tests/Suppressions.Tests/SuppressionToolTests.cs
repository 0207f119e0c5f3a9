using System.Text.Json;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.Testing;
using Notifications.Tools;
using Npgsql;

namespace Notifications.Suppressions.Tests;

/// <summary>The tool's commands on a real database, by what they print and their exit codes.</summary>
[CancelAfter(60_000)]
public sealed class SuppressionToolTests
{
    private static readonly Guid Order = Guid.CreateVersion7();

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public Task Empty() => _source.ExecuteAsync(new NpgsqlBatchCommand("TRUNCATE notifications.suppressions"));

    [Test]
    public async Task An_address_is_added_checked_and_removed()
    {
        Assert.That(await RunAsync("add", "Ana@x.test", "--reason", "asked for it"), Is.EqualTo((0, "ana@x.test gets no more mail.\n", "")));
        Assert.That(await RunAsync("add", "ana@X.test", "--reason", "asked for it"), Is.EqualTo((0, "ana@x.test was on the list already, for this reason.\n", "")));

        var (code, output, _) = await RunAsync("check", "ANA@x.test");
        Assert.That((code, output[20..]), Is.EqualTo((0, "  operator  ana@x.test  asked for it\n")));

        Assert.That((await RunAsync("remove", "ana@x.test")).Code, Is.Zero);
        Assert.That(await RunAsync("check", "ana@x.test"), Is.EqualTo((1, "ana@x.test is not on the list.\n", "")));
        Assert.That(await RunAsync("remove", "ana@x.test"), Is.EqualTo((1, "", "ana@x.test is not on the list.\n")));
    }

    [Test]
    public async Task An_operators_entry_takes_the_place_of_a_relays()
    {
        await RejectAsync("ana@x.test");
        Assert.That((await RunAsync("add", "ana@x.test", "--reason", "asked for it")).Output, Is.EqualTo("ana@x.test gets no more mail.\n"));
        Assert.That((await RunAsync("list", "--source", "relay")).Output, Is.Empty);
        Assert.That((await RunAsync("list", "--source", "operator")).Output, Does.EndWith("  operator  ana@x.test  asked for it\n"));
    }

    [Test]
    public async Task The_list_names_the_order_whose_rejection_led_to_an_entry()
    {
        await RejectAsync("ana@x.test");
        Assert.That((await RunAsync("list")).Output, Does.Match($@"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  relay     ana@x\.test  550 5\.1\.1  \(order {Order}\)\n$"));
    }

    [Test]
    public async Task As_json_the_list_has_every_field_and_may_be_empty()
    {
        Assert.That((await RunAsync("list", "--json")).Output, Is.EqualTo("[]\n"));

        await RejectAsync("ana+1@x.test");
        var (_, output, _) = await RunAsync("list", "--json");
        using var json = JsonDocument.Parse(output);
        var entry = json.RootElement.EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.EnumerateObject().Select(field => field.Name), Is.EquivalentTo(["address", "source", "reason", "order_id", "since"]));
            Assert.That(output, Does.Contain("\"ana+1@x.test\"").And.Contain("\"relay\"").And.Contain(Order.ToString()));
        }
    }

    [Test]
    public async Task A_long_list_is_read_page_by_page_to_its_limit_and_says_that_there_is_more()
    {
        await _source.ExecuteAsync(SuppressionTable.Add([.. Enumerable.Range(0, 2_500).Select(number => new Suppression($"{number:0000}@x.test", "550 5.1.1", Order))]));

        var (code, output, error) = await RunAsync("list", "--limit", "2400");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count(), Is.EqualTo(2_400));
            Assert.That(error, Is.EqualTo("There are more than 2400; --limit N shows more of them.\n"));
        }

        Assert.That((await RunAsync("list", "--limit", "2500")).Error, Is.Empty);
    }

    [Test]
    public async Task A_wrong_argument_ends_with_2_and_its_sentence() =>
        Assert.That(await RunAsync("list", "--limit", "0"), Is.EqualTo((2, "", "--limit is '0'; give 1 to 100000.\n")));

    [Test]
    public async Task What_is_no_connection_string_ends_with_2_and_names_both_places_it_may_be_from()
    {
        var (code, _, error) = await RunOnAsync("Hots=1", "list");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(2));
            Assert.That(error, Does.StartWith("--database, Database__ConnectionString or DATABASE_URL, is not a connection string: "));
        }
    }

    [Test]
    public async Task A_database_that_is_away_ends_with_3_and_says_where_to_look()
    {
        var (code, _, error) = await RunOnAsync("Host=127.0.0.1;Port=1;Username=x;Password=secret", "check", "ana@x.test");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(3));
            Assert.That(error, Does.StartWith("The database cannot be used: ").And.EndWith(" Look at PostgreSQL, and at --database, Database__ConnectionString or DATABASE_URL.\n"));
            Assert.That(error, Does.Not.Contain("secret"));
        }
    }

    [Test]
    public async Task A_database_without_the_list_ends_with_3_and_names_the_migrator()
    {
        await using var empty = await TestDatabase.CreateAsync();
        var (code, _, error) = await RunOnAsync(empty.ConnectionString, "list");
        Assert.That((code, error), Is.EqualTo((3, "This database has no suppression list. Is it the right one? Then run the migrator, src/Database, on it.\n")));
    }

    [Test]
    public async Task Help_needs_no_database() => Assert.That(await RunOnAsync("", "--help"), Is.EqualTo((0, CommandLine.HelpText + "\n", "")));

    [Test]
    public async Task As_a_program_it_takes_the_database_from_the_environment(CancellationToken cancellation)
    {
        await HostProcess.RunToEndAsync(
            "Suppressions",
            new Dictionary<string, string> { [DatabaseOption.Variable] = _database.ConnectionString },
            ["add", "ana@x.test", "--reason", "asked for it"],
            cancellation: cancellation);
        Assert.That((await RunAsync("check", "ana@x.test")).Code, Is.Zero);
    }

    private Task<int> RejectAsync(string address) => _source.ExecuteAsync(SuppressionTable.Add([new Suppression(address, "550 5.1.1", Order)]));

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunOnAsync(_database.ConnectionString, arguments);

    private static async Task<(int Code, string Output, string Error)> RunOnAsync(string database, params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await SuppressionTool.RunAsync(arguments, database, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
