using System.Text.RegularExpressions;

namespace Notifications.Database.Tests;

/// <summary>One version lives with the schema of the next: docs/operating.md, docs/adr/0017.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class ScriptRulesTests
{
    private const string Head = "SET LOCAL lock_timeout = '5s';\n";

    /// <summary>They are older than the rules, and nothing of them is released with data in it.</summary>
    private const int Older = 10;

    [Test]
    public void Every_script_lets_hosts_of_the_version_before_go_on()
    {
        var numbers = Migrator.Scripts.Select(script => int.Parse(Number().Match(script.Name).Groups["number"].ValueSpan, provider: null)).ToList();
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, numbers.Count)), "without gaps");
        Assert.That(Migrator.Scripts.Skip(Older).SelectMany(script => ScriptRules.Problems(script.Name, script.Contents)), Is.Empty);
    }

    [TestCase("ALTER TABLE orders.orders ADD COLUMN note text NULL;")]
    [TestCase("ALTER TABLE orders.orders ADD COLUMN gift boolean NOT NULL DEFAULT false;")]
    [TestCase("CREATE TABLE orders.notes (id uuid PRIMARY KEY); CREATE INDEX notes_id ON orders.notes (id);")]
    [TestCase("ALTER TABLE orders.orders ADD CONSTRAINT c CHECK (total < 1000000) NOT VALID;")]
    [TestCase("ALTER TABLE orders.orders VALIDATE CONSTRAINT c;")]
    [TestCase("ALTER TABLE orders.orders DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (status IN ('placed', 'cancelled')) NOT VALID;")]
    public void What_adds_is_allowed(string sql) => Assert.That(ScriptRules.Problems("0011_x.sql", Head + sql), Is.Empty);

    [TestCase("ALTER TABLE orders.orders RENAME COLUMN total TO amount;", "renames")]
    [TestCase("ALTER TABLE orders.orders ALTER COLUMN total TYPE bigint;", "changes a type")]
    [TestCase("ALTER TABLE orders.orders DROP COLUMN total;", "no contract step")]
    [TestCase("DROP TABLE messaging.outbox;", "no contract step")]
    [TestCase("ALTER TABLE orders.orders ALTER COLUMN locale SET NOT NULL;", "no contract step")]
    [TestCase("ALTER TABLE orders.orders ADD COLUMN gift boolean NOT NULL;", "does not fill")]
    [TestCase("ALTER TABLE orders.orders ADD CONSTRAINT c CHECK (total < 1000000);", "NOT VALID")]
    [TestCase("ALTER TABLE orders.orders ADD UNIQUE (customer_id);", "USING INDEX")]
    [TestCase("CREATE INDEX orders_total ON orders.orders (total);", "was there before")]
    [TestCase("CREATE INDEX CONCURRENTLY orders_total ON orders.orders (total);", "in a transaction")]
    public void What_breaks_or_stalls_an_old_host_is_named(string sql, string sentence) =>
        Assert.That(ScriptRules.Problems("0011_x.sql", Head + sql), Has.One.Contains(sentence));

    [Test]
    public void A_script_gives_up_when_it_cannot_have_its_lock() =>
        Assert.That(ScriptRules.Problems("0011_x.sql", "ALTER TABLE orders.orders ADD COLUMN note text NULL;"), Has.One.Contains("lock_timeout"));

    [Test]
    public void What_nothing_uses_any_more_goes_in_a_script_that_says_so() =>
        Assert.That(ScriptRules.Problems("0011_x.sql", $"-- Contract: nothing since version 0.2 uses it.\n{Head}ALTER TABLE orders.orders DROP COLUMN note;"), Is.Empty);

    [TestCase("CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_total ON orders.orders (total);", true)]
    [TestCase("DROP INDEX CONCURRENTLY IF EXISTS orders.orders_total;", true)]
    [TestCase("CREATE INDEX orders_total ON orders.orders (total);", false)]
    [TestCase("CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON orders.orders (total); CREATE TABLE t (id int);", false)]
    public void An_index_is_built_concurrently_by_a_script_of_its_own(string sql, bool isRight) =>
        Assert.That(!ScriptRules.Problems("0011_x.concurrently.sql", sql).Any(), Is.EqualTo(isRight));

    [GeneratedRegex(@"\.(?<number>\d{4})_")]
    private static partial Regex Number();
}
