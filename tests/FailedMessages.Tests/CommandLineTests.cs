using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.Tools;

namespace Notifications.FailedMessages.Tests;

public sealed class CommandLineTests
{
    private const string Database = "Host=127.0.0.1;Database=shop";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid One = Guid.CreateVersion7();
    private static readonly Guid Two = Guid.CreateVersion7();

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("help")]
    [TestCase("retry", "--help")]
    public void Help_is_asked_for_in_every_usual_way_and_needs_no_database(params string[] arguments) =>
        Assert.That(CommandLine.Parse(arguments, variable: null), Is.TypeOf<CommandLine.Help>());

    [Test]
    public void A_list_is_of_a_hundred_unresolved_messages()
    {
        var list = (CommandLine.List)Parse("list");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Filter.IsEverything, Is.True);
            Assert.That(list.Statuses, Is.EqualTo(new[] { FailureStatus.Unresolved }));
            Assert.That((list.By, list.Limit, list.Json), Is.EqualTo(((Classifier?)null, 100, false)));
        }
    }

    [Test]
    public void Every_filter_narrows_the_selection()
    {
        var act = (CommandLine.Act)Parse(
            "retry", $"{One}", "--id", $"{Two}", "--group", $"{One}", "--cause", "timed out", "--endpoint", "Shipping", "--queue", "Shipping.2", "--since", "2h", "--until", "2026-11-23T11:00:00Z");
        var selection = act.Filter.At(Noon, act.Statuses);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(selection.Statuses, Is.EqualTo(new[] { FailureStatus.Unresolved }));
            Assert.That(selection.Ids, Is.EqualTo(new[] { One, Two }));
            Assert.That((selection.Group, selection.Cause, selection.Endpoint, selection.QueueAddress), Is.EqualTo(((Guid?)One, "timed out", "Shipping", "Shipping.2")));
            Assert.That((selection.FailedFrom, selection.FailedUntil), Is.EqualTo(((DateTimeOffset?)Noon.AddHours(-2), (DateTimeOffset?)Noon.AddHours(-1))));
        }
    }

    [TestCase("retry", "unresolved")]
    [TestCase("delete", "unresolved")]
    [TestCase("restore", "archived")]
    public void A_command_takes_what_it_can_be_done_to(string command, string status) =>
        Assert.That(((CommandLine.Act)Parse(command, "--yes")).Statuses.Select(one => one.Column()), Is.EqualTo(new[] { status }));

    [TestCase("retry|{0}", "SingleMessage")]
    [TestCase("retry|{0}|{1}", "MultipleMessages")]
    [TestCase("retry|--group|{0}", "FailureGroup")]
    [TestCase("retry|--group|{0}|--cause|x", "MultipleMessages")]
    [TestCase("retry|--endpoint|Shipping", "AllForEndpoint")]
    [TestCase("retry|--queue|Shipping", "ByQueueAddress")]
    [TestCase("retry|--yes", "All")]
    public void The_history_has_ServiceControls_word_for_what_was_selected(string arguments, string scope) =>
        Assert.That($"{((CommandLine.Act)Parse(Split(string.Format(null, arguments, One, Two)))).Filter.Scope}", Is.EqualTo(scope));

    [TestCase("", "Nothing is asked for; give list, show, retry, delete or restore.")]
    [TestCase("replay", "There is no command 'replay'; give list, show, retry, delete or restore.")]
    [TestCase("show", "'show' has no id; give one behind it:")]
    [TestCase("show|5", "'5' is not the id of a failed message;")]
    [TestCase("show|5f0c1a52-8f0e-4a53-8d1b-0a5a6c2f7e11|x", "'show' takes one id, but 'x' was given too.")]
    [TestCase("retry|yesterday", "'yesterday' is not the id of a failed message;")]
    [TestCase("retry", "Which messages is not said: 'retry' would take all of them. Give ids, a filter, --dry-run to see how many that is, or --yes.")]
    [TestCase("delete|--json", "Which messages is not said: 'delete' would take all of them.")]
    [TestCase("retry|--yes|--no-wait|--follow", "--no-wait and --follow are given together; give one of them.")]
    [TestCase("retry|--yes|--status|resolved", "--status is 'resolved'; 'retry' takes unresolved or retry-issued.")]
    [TestCase("delete|--yes|--follow", "'delete' has no option --follow;")]
    [TestCase("restore|--yes|--status|deleted", "'restore' has no option --status;")]
    [TestCase("list|--yes", "'list' has no option --yes;")]
    [TestCase("list|--status|broken", "--status is 'broken'; give unresolved, retry-issued, resolved, deleted or all.")]
    [TestCase("list|--by|host", "--by is 'host'; give exception, type, endpoint or queue.")]
    [TestCase("list|--group|x", "--group is 'x'; give the id of a group:")]
    [TestCase("list|--since|1w", "--since is '1w'; give a time with its offset or Z,")]
    [TestCase("list|--since|0h", "--since is '0h'; give a length up to 3660d,")]
    [TestCase("list|--limit|0", "--limit is '0'; give 1 to 100000.")]
    [TestCase("list|--cause|x|--cause|y", "--cause is given twice; give it once.")]
    public void A_wrong_argument_is_named_with_its_value_and_what_to_do(string arguments, string sentence) =>
        Assert.That(() => Parse(Split(arguments)), Throws.TypeOf<WrongArgumentException>().With.Message.StartsWith(sentence));

    [Test]
    public void A_time_that_ends_before_it_begins_is_none() =>
        Assert.That(
            () => ((CommandLine.List)Parse("list", "--since", "1h", "--until", "2h")).Filter.At(Noon, FailureStatus.Unresolved),
            Throws.TypeOf<WrongArgumentException>().With.Message.EqualTo("--since is 2026-11-23T11:00:00Z and --until is 2026-11-23T10:00:00Z; give a --since that is earlier."));

    private static string[] Split(string arguments) => arguments.Split('|', StringSplitOptions.RemoveEmptyEntries);

    private static CommandLine Parse(params string[] arguments) => CommandLine.Parse([.. arguments, "--database", Database], variable: null);
}
