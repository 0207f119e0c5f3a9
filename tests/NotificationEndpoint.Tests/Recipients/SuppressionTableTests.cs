using Notifications.NotificationEndpoint.Recipients;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Recipients;

/// <summary>On a real database.</summary>
[CancelAfter(60_000)]
public sealed class SuppressionTableTests : DatabaseFixture
{
    private static readonly Guid Order = Guid.CreateVersion7();

    [SetUp]
    public Task Empty() => ExecuteAsync(new NpgsqlBatchCommand("TRUNCATE notifications.suppressions"));

    [Test]
    public async Task Of_many_addresses_those_on_the_list_are_found_with_their_reason()
    {
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test"), ByOperator("bob@x.test"), ByRelay("eve@x.test")]));

        var found = await ReadAsync(SuppressionTable.Find(["ana@x.test", "bob@x.test", "new@x.test", "ana@x.test"]));

        Assert.That(
            found.Select(entry => (entry.Address, entry.Source, entry.Reason, entry.OrderId)),
            Is.EquivalentTo([("ana@x.test", SuppressionSource.Relay, "550 5.1.1", (Guid?)Order), ("bob@x.test", SuppressionSource.Operator, "asked for it", null)]));
    }

    [Test]
    public async Task An_address_that_accepts_mail_leaves_the_list_unless_an_operator_has_entered_it_meanwhile()
    {
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test"), ByOperator("bob@x.test")]));

        await ExecuteAsync(SuppressionTable.Forget(["ana@x.test", "bob@x.test"]));

        Assert.That((await ReadAsync(SuppressionTable.Find(["ana@x.test", "bob@x.test"]))).Select(entry => entry.Address), Is.EqualTo(new[] { "bob@x.test" }));
    }

    [Test]
    public async Task In_one_batch_with_other_statements_adding_gives_no_rows_and_finding_sees_what_was_added()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("SELECT 42"), SuppressionTable.Add([ByRelay("ana@x.test")]), SuppressionTable.Find(["ana@x.test"]) },
        };
        await using var rows = await batch.ExecuteReaderAsync();
        await rows.ReadAsync();
        Assert.That(rows.GetInt32(0), Is.EqualTo(42));
        await rows.NextResultAsync();
        await rows.ReadAsync();
        Assert.That(SuppressionTable.Read(rows).Address, Is.EqualTo("ana@x.test"));
    }

    [Test]
    public async Task Nothing_to_find_and_nothing_to_add_are_no_errors()
    {
        Assert.That(await ReadAsync(SuppressionTable.Find([])), Is.Empty);
        Assert.That(await ExecuteAsync(SuppressionTable.Add([])), Is.Zero);
    }

    [Test]
    public async Task The_first_rejection_of_an_address_is_kept_and_writing_it_again_changes_nothing()
    {
        var first = ByRelay("ana@x.test");
        var entries = new[] { first, new Suppression("ana@x.test", "550 5.2.1", Guid.CreateVersion7()) };
        await ExecuteAsync(SuppressionTable.Add([first]));
        var stored = await OnlyAsync();

        Assert.That(await ExecuteAsync(SuppressionTable.Add(entries)), Is.Zero);
        Assert.That(await OnlyAsync(), Is.EqualTo(stored));
    }

    [Test]
    public async Task A_relay_never_overwrites_what_an_operator_has_entered()
    {
        await ExecuteAsync(SuppressionTable.Add([ByOperator("ana@x.test")]));
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test")]));
        Assert.That((await OnlyAsync()).Reason, Is.EqualTo("asked for it"));
    }

    [Test]
    public async Task An_operator_takes_over_what_a_relay_has_entered_and_it_keeps_its_time()
    {
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test")]));
        var before = await OnlyAsync();
        await ExecuteAsync(SuppressionTable.Add([ByOperator("ana@x.test")]));
        Assert.That(await OnlyAsync(), Is.EqualTo(ByOperator("ana@x.test") with { Since = before.Since }));
    }

    [Test]
    public async Task Of_two_entries_for_one_address_in_a_batch_the_operators_counts()
    {
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test"), ByOperator("ana@x.test")]));
        Assert.That((await OnlyAsync()).Source, Is.EqualTo(SuppressionSource.Operator));
    }

    /// <summary>The end of an attempt is written in the same batch, and it must stand.</summary>
    [Test]
    public async Task A_reason_that_is_too_long_is_cut_and_an_address_that_is_too_long_stays_off_the_list()
    {
        await ExecuteAsync(SuppressionTable.Add(
        [
            new Suppression("ana@x.test", new string('é', 600), Order),
            new Suppression($"{new string('a', 320)}@x.test", "550 5.1.1", Order),
        ]));
        Assert.That((await OnlyAsync()).Reason, Is.EqualTo(new string('é', 500)));
    }

    /// <summary>Locales differ in what they take for the lower case of these.</summary>
    [TestCase("İ@x.test")]
    [TestCase("ẞΣ@x.test")]
    [TestCase("ⅧΑ͂@x.test")]
    public async Task Every_address_that_our_own_form_gives_is_one_for_the_schema(string address)
    {
        var key = SuppressedAddress.Of(new MimeKit.MailboxAddress("", address));
        await ExecuteAsync(SuppressionTable.Add([ByRelay(key)]));
        Assert.That((await ReadAsync(SuppressionTable.Find([key]))).Select(entry => entry.Address), Is.EqualTo([key]));
    }

    [Test]
    public async Task What_is_removed_gets_mail_again()
    {
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test")]));
        Assert.That(await ExecuteAsync(SuppressionTable.Remove(["ana@x.test"])), Is.EqualTo(1));
        Assert.That(await ExecuteAsync(SuppressionTable.Remove(["ana@x.test"])), Is.Zero);
        Assert.That(await ReadAsync(SuppressionTable.Find(["ana@x.test"])), Is.Empty);
    }

    /// <summary>All of one batch have the same time: the address has to decide then.</summary>
    [Test]
    public async Task Page_by_page_every_entry_comes_once_the_newest_first()
    {
        await ExecuteAsync(SuppressionTable.Add([.. Enumerable.Range(0, 5).Select(number => ByRelay($"{number}@old.test"))]));
        await ExecuteAsync(SuppressionTable.Add([.. Enumerable.Range(0, 5).Select(number => ByOperator($"{number}@new.test"))]));

        var pages = new List<Suppression>();
        while (await ReadAsync(SuppressionTable.List(null, pages.LastOrDefault(), limit: 3)) is { Count: > 0 } page)
            pages.AddRange(page);

        Assert.That(
            pages.Select(entry => entry.Address),
            Is.EqualTo(new[] { "new", "old" }.SelectMany(domain => Enumerable.Range(0, 5).Reverse().Select(number => $"{number}@{domain}.test"))));
    }

    [Test]
    public async Task The_list_may_be_of_one_source()
    {
        await ExecuteAsync(SuppressionTable.Add([ByRelay("ana@x.test"), ByOperator("bob@x.test")]));
        Assert.That((await ReadAsync(SuppressionTable.List(SuppressionSource.Operator, null, limit: 10))).Select(entry => entry.Address), Is.EqualTo(["bob@x.test"]));
    }

    private static Suppression ByRelay(string address) => new(address, "550 5.1.1", Order);

    private static Suppression ByOperator(string address) => new(address, "asked for it", OrderId: null);

    private async Task<Suppression> OnlyAsync() => (await ReadAsync(SuppressionTable.List(null, null, limit: 10))).Single();

    private async Task<int> ExecuteAsync(NpgsqlBatchCommand command)
    {
        await using var batch = _source.CreateBatch();
        batch.BatchCommands.Add(command);
        return await batch.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<Suppression>> ReadAsync(NpgsqlBatchCommand command)
    {
        await using var batch = _source.CreateBatch();
        batch.BatchCommands.Add(command);
        var entries = new List<Suppression>();
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            entries.Add(SuppressionTable.Read(rows));
        return entries;
    }
}
