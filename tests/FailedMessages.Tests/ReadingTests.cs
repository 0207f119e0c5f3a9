using System.Text;
using System.Text.Json;
using Notifications.Testing;

namespace Notifications.FailedMessages.Tests;

public sealed class ReadingTests : ToolFixture
{
    private static readonly DateTime Then = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Test]
    public async Task A_list_has_a_line_a_message_the_newest_failure_first()
    {
        var older = await new FailedMessageRows { FailedAt = Then }.InsertAsync(Source);
        var newer = await new FailedMessageRows { FailedAt = Then.AddHours(1), ExceptionMessage = "timed\nout \u001b[2J" }.InsertAsync(Source);
        await new FailedMessageRows { Status = "archived" }.InsertAsync(Source);
        Assert.That(await RunAsync("list"), Is.EqualTo((0,
            $"{newer[0]}  2026-01-02 04:04:05Z  unresolved    Shipping  Shop.Messages.ShipOrder  System.InvalidOperationException: timed out \\u{{1b}}[2J\n" +
            $"{older[0]}  2026-01-02 03:04:05Z  unresolved    Shipping  Shop.Messages.ShipOrder  System.InvalidOperationException: it broke\n",
            "")));
        Assert.That((await RunAsync("list", "--status", "deleted")).Output, Does.Contain("  deleted       "));
    }

    [Test]
    public async Task A_list_is_cut_at_its_limit_and_says_so_and_ends_with_1_when_nothing_fits()
    {
        await new FailedMessageRows { Count = 3 }.InsertAsync(Source);
        var (code, output, error) = await RunAsync("list", "--limit", "2");
        Assert.That((code, output.Count(c => c == '\n'), error), Is.EqualTo((0, 2, "There are more than 2; --limit N shows more of them, --by exception what they have in common.\n")));
        Assert.That(await RunAsync("list", "--cause", "no such"), Is.EqualTo((1, "", "")));
        Assert.That(await RunAsync("list", "--cause", "no such", "--json"), Is.EqualTo((1, "[]\n", "")));
    }

    [Test]
    public async Task Groups_are_counted_the_largest_first_and_their_id_selects_them()
    {
        var group = Guid.NewGuid();
        await ExecuteAsync($"INSERT INTO recoverability.groups VALUES ('{group}', 'Exception Type and Stack Trace', 'TimeoutException: at X()')");
        await new FailedMessageRows { Count = 3, Group = group, FailedAt = Then }.InsertAsync(Source);
        await new FailedMessageRows { FailedAt = Then }.InsertAsync(Source);
        Assert.That((await RunAsync("list", "--by", "exception")).Output, Is.EqualTo(
            $"        3  {group}  2026-01-02 03:04:05Z to 2026-01-02 03:04:05Z  TimeoutException: at X()\n" +
            $"        1  {Guid.Empty}  2026-01-02 03:04:05Z to 2026-01-02 03:04:05Z  \n"));
        var (_, output, _) = await RunAsync("list", "--group", $"{group}", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.That(json.RootElement.GetArrayLength(), Is.EqualTo(3));
    }

    [Test]
    public async Task One_message_is_shown_with_its_failures_headers_and_body()
    {
        var ids = await new FailedMessageRows { Body = "{\"a\":\"\u001b\"}"u8.ToArray(), Headers = new Dictionary<string, string> { ["Tenant"] = "7" } }.InsertAsync(Source);
        await ExecuteAsync($"INSERT INTO recoverability.attempts VALUES ('{ids[0]}', gen_random_uuid(), '2026-01-02', 'Shipping', 'Shipping', 'E1', 'first', NULL, 'at A()'), ('{ids[0]}', gen_random_uuid(), '2026-01-03', 'Shipping', 'Shipping', 'E2', 'second', NULL, 'at B()')");
        var (code, output, _) = await RunAsync("show", $"{ids[0]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.StartWith($"failed message  {ids[0]}\nstatus          unresolved\nmessage id      message-{ids[0]}\n"));
            Assert.That(output, Does.Contain("Failure 1 of 2, 2026-01-02 00:00:00Z, Shipping\nE1: first\nat A()\n").And.Contain("E2: second\nat B()\n"));
            Assert.That(output, Does.Contain("\n  Tenant: 7\n"));
            Assert.That(output, Does.EndWith("Body, 9 bytes\n{\"a\":\"\\u{1b}\"}\n"));
        }

        using var json = JsonDocument.Parse((await RunAsync("show", $"{ids[0]}", "--json")).Output);
        Assert.That(json.RootElement.GetProperty("headers").GetProperty("Tenant").GetString(), Is.EqualTo("7"));
    }

    [Test]
    public async Task A_body_that_is_no_text_is_not_shown_and_can_be_written_as_it_is()
    {
        byte[] body = [0xff, 0, 1];
        var ids = await new FailedMessageRows { Body = body }.InsertAsync(Source);
        var file = Path.GetTempFileName();
        try
        {
            Assert.That((await RunAsync("show", $"{ids[0]}")).Output, Does.Contain("(3 bytes that are no text; --body FILE writes them to a file)"));
            Assert.That((await RunAsync("show", $"{ids[0]}", "--body", file)).Code, Is.Zero);
            Assert.That(await File.ReadAllBytesAsync(file), Is.EqualTo(body));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public async Task A_long_body_is_cut()
    {
        var ids = await new FailedMessageRows { Body = Encoding.UTF8.GetBytes(new string('x', 10_000)) }.InsertAsync(Source);
        var (_, output, _) = await RunAsync("show", $"{ids[0]}");
        Assert.That(output, Has.Length.LessThan(6_000).And.EndWith("x…\n(10000 characters; --body FILE writes all of them to a file)\n"));
    }

    [Test]
    public async Task A_message_that_is_not_there_ends_with_1()
    {
        var id = Guid.NewGuid();
        Assert.That(await RunAsync("show", $"{id}"), Is.EqualTo((1, "", $"There is no failed message {id}.\n")));
    }

    [Test]
    public async Task A_database_that_is_away_or_is_another_ends_with_3()
    {
        await using var empty = await TestDatabase.CreateAsync();
        Assert.That(
            await RunOnAsync(empty.ConnectionString, "list"),
            Is.EqualTo((3, "", "This database has no failed messages' tables. Is it the right one? Then run the migrator, src/Database, on it.\n")));
        var (code, _, error) = await RunOnAsync("Host=127.0.0.1;Port=1;Username=x;Password=secret", "list");
        Assert.That(code, Is.EqualTo(3));
        Assert.That(error, Does.StartWith("The database cannot be used: ").And.Not.Contain("secret"));
    }

    [Test]
    public async Task Help_needs_no_database() => Assert.That(await RunOnAsync("", "--help"), Is.EqualTo((0, CommandLine.HelpText + "\n", "")));
}
