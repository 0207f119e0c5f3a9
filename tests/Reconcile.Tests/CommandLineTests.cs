using Notifications.Tools;

namespace Notifications.Reconcile.Tests;

public sealed class CommandLineTests
{
    private const string Database = "Host=127.0.0.1;Database=shop";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly CommandLine.Prove Usual =
        new(new AskedWindow.Last(TimeSpan.FromHours(24)), Strict: false, Late: false, Limit: 100, Json: false, Record: true) { Database = Database };

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("help")]
    [TestCase("prove", "--help")]
    public void Help_is_asked_for_in_every_usual_way_and_needs_no_database(params string[] arguments) =>
        Assert.That(CommandLine.Parse(arguments, variable: null), Is.TypeOf<CommandLine.Help>());

    [Test]
    public void Prove_looks_at_the_last_day_names_a_hundred_and_keeps_the_counts() => Assert.That(Parse("prove"), Is.EqualTo(Usual));

    [Test]
    public void Prove_takes_its_options_in_any_order() =>
        Assert.That(
            Parse("--limit", "7", "--strict", "prove", "--json", "--late", "--last", "90s", "--no-record"),
            Is.EqualTo(Usual with { Window = new AskedWindow.Last(TimeSpan.FromSeconds(90)), Strict = true, Late = true, Limit = 7, Json = true, Record = false }));

    [Test]
    public void Run_changes_something_unless_it_is_to_say_only_what_it_would_do()
    {
        Assert.That(Parse("run", "--last", "2h"), Is.EqualTo(new CommandLine.Run(new AskedWindow.Last(TimeSpan.FromHours(2)), DryRun: false, Limit: 100) { Database = Database }));
        Assert.That(Parse("run", "--last", "2h", "--dry-run", "--limit", "5"), Is.EqualTo(new CommandLine.Run(new AskedWindow.Last(TimeSpan.FromHours(2)), DryRun: true, Limit: 5) { Database = Database }));
    }

    [Test]
    public void Report_needs_a_day_and_writes_where_one_is() =>
        Assert.That(Parse("report", "--day", "2026-11-23"), Is.EqualTo(new CommandLine.Report(new DateOnly(2026, 11, 23), ".") { Database = Database }));

    [TestCase("--from|2026-11-23T10:00Z", -2, null)]
    [TestCase("--from|2026-11-23T10:00:00-03:00|--until|2026-11-24", 1, 12.0)]
    [TestCase("--until|2026-11-23T12:00:00.5Z", -24, 0.0)]
    public void A_window_is_named_by_one_end_or_both(string options, int from, double? until)
    {
        var fraction = TimeSpan.FromSeconds(options.Contains(".5", StringComparison.Ordinal) ? 0.5 : 0);
        Assert.That(
            ((CommandLine.Prove)Parse(["prove", .. options.Split('|')])).Window,
            Is.EqualTo(new AskedWindow.Between(Noon.AddHours(from) + fraction, until is { } hours ? Noon.AddHours(hours) + fraction : null)));
    }

    [Test]
    public void The_end_of_a_window_that_nobody_named_is_the_databases_now()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new AskedWindow.Last(TimeSpan.FromHours(2)).At(Noon), Is.EqualTo((Noon.AddHours(-2), Noon)));
            Assert.That(new AskedWindow.Between(Noon.AddHours(-3), null).At(Noon), Is.EqualTo((Noon.AddHours(-3), Noon)));
            Assert.That(new AskedWindow.Between(Noon, Noon.AddHours(1)).At(Noon), Is.EqualTo((Noon, Noon.AddHours(1))));
            Assert.That(
                () => new AskedWindow.Between(Noon, null).At(Noon),
                Throws.TypeOf<WrongArgumentException>().With.Message.EqualTo(
                    "--from is 2026-11-23T12:00:00Z, and the database's clock says 2026-11-23T12:00:00Z; give an earlier --from, or an --until."));
        }
    }

    [Test]
    public void The_option_names_the_database_before_the_environment_does() =>
        Assert.That(CommandLine.Parse(["prove", "--database", Database], "Host=elsewhere").Database, Is.EqualTo(Database));

    [TestCase("", "Nothing is asked for; give prove, run or report.")]
    [TestCase("proof", "There is no command 'proof'; give prove, run or report.")]
    [TestCase("prove|yesterday", "'prove' takes no further argument, but 'yesterday' was given;")]
    [TestCase("run", "Which orders is not said; give --last,")]
    [TestCase("run|--last|1h|now", "'run' takes no further argument, but 'now' was given;")]
    [TestCase("run|--last|1h|--strict", "'run' has no option --strict;")]
    [TestCase("report", "--day is missing; give a day such as 2026-11-23.")]
    [TestCase("report|--day|yesterday", "--day is 'yesterday'; give a day such as 2026-11-23.")]
    [TestCase("prove|--jsno", "There is no option '--jsno';")]
    [TestCase("prove|--strict|--strict", "--strict is given twice; give it once.")]
    [TestCase("prove|--limit|0", "--limit is '0'; give 1 to 100000.")]
    [TestCase("prove|--limit|100001", "--limit is '100001'; give 1 to 100000.")]
    [TestCase("prove|--last|--strict", "--last has no value; give one behind it.")]
    [TestCase("prove|--last|1", "--last is '1'; give a length up to 3660d, such as 90s, 30m, 1h or 7d.")]
    [TestCase("prove|--last|0h", "--last is '0h';")]
    [TestCase("prove|--last|1w", "--last is '1w';")]
    [TestCase("prove|--last|h", "--last is 'h';")]
    [TestCase("prove|--last|3661d", "--last is '3661d';")]
    [TestCase("prove|--last|1h|--from|2026-11-23", "--last and --from are given together; give --last alone, or --from and --until.")]
    [TestCase("prove|--last|1h|--until|2026-11-23", "--last and --until are given together;")]
    [TestCase("prove|--from|yesterday", "--from is 'yesterday'; give a time with its offset or Z, such as 2026-11-23T14:00:00Z, or a date such as 2026-11-23,")]
    [TestCase("prove|--from|2026-11-23T14:00:00", "--from is '2026-11-23T14:00:00'; give a time with its offset or Z,")]
    [TestCase("prove|--until|2026-13-01", "--until is '2026-13-01';")]
    [TestCase("prove|--until|0001-01-01", "--until is '0001-01-01';")]
    [TestCase("prove|--from|2026-11-23|--until|2026-11-23T00:00:00Z", "--from is 2026-11-23T00:00:00Z and --until is 2026-11-23T00:00:00Z; give a --from that is earlier.")]
    public void A_wrong_argument_is_named_with_its_value_and_what_to_do(string arguments, string sentence) =>
        Assert.That(
            () => Parse(arguments.Split('|', StringSplitOptions.RemoveEmptyEntries)),
            Throws.TypeOf<WrongArgumentException>().With.Message.StartsWith(sentence));

    [TestCase(null)]
    [TestCase("")]
    public void Without_a_database_both_ways_to_give_one_are_named(string? variable) =>
        Assert.That(
            () => CommandLine.Parse(["prove"], variable),
            Throws.TypeOf<WrongArgumentException>().With.Message.StartsWith("--database is missing, and so is Database__ConnectionString or DATABASE_URL in the environment; give one of them,"));

    [TestCase(0.25, "0.3 s")]
    [TestCase(119, "119 s")]
    [TestCase(330, "5.5 min")]
    [TestCase(9_000, "2.5 h")]
    [TestCase(200_000, "2.3 d")]
    public void A_length_is_shown_in_the_unit_that_fits(double seconds, string text) => Assert.That(Times.Text(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    private static CommandLine Parse(params string[] arguments) => CommandLine.Parse([.. arguments, "--database", Database], variable: null);
}
