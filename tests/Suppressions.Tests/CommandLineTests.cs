using Notifications.NotificationEndpoint.Recipients;
using Notifications.Tools;

namespace Notifications.Suppressions.Tests;

public sealed class CommandLineTests
{
    private const string Database = "Host=127.0.0.1;Database=shop";

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("help")]
    [TestCase("add", "--help")]
    public void Help_is_asked_for_in_every_usual_way_and_needs_no_database(params string[] arguments) =>
        Assert.That(CommandLine.Parse(arguments, variable: null), Is.TypeOf<CommandLine.Help>());

    [Test]
    public void List_shows_a_hundred_of_all_as_text() => Assert.That(Parse("list"), Is.EqualTo(Expected(new CommandLine.List(Json: false, Source: null, Limit: 100))));

    [TestCase("relay", SuppressionSource.Relay)]
    [TestCase("operator", SuppressionSource.Operator)]
    public void List_takes_its_options_in_any_order(string name, SuppressionSource source) =>
        Assert.That(
            Parse("--limit", "7", "list", "--json", "--source", name),
            Is.EqualTo(Expected(new CommandLine.List(Json: true, source, Limit: 7))));

    [Test]
    public void An_address_is_taken_in_the_form_that_the_list_has()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Parse("add", "Ana+1@BÜCHER.example", "--reason", "asked\nfor it"), Is.EqualTo(Expected(new CommandLine.Add("ana+1@xn--bcher-kva.example", "asked for it"))));
            Assert.That(Parse("remove", "ANA@x.test"), Is.EqualTo(Expected(new CommandLine.Remove("ana@x.test"))));
            Assert.That(Parse("check", "Ana@x.test"), Is.EqualTo(Expected(new CommandLine.Check("ana@x.test"))));
        }
    }

    [Test]
    public void The_option_names_the_database_before_the_environment_does() =>
        Assert.That(CommandLine.Parse(["list", "--database", Database], "Host=elsewhere").Database, Is.EqualTo(Database));

    [TestCase("", "Nothing is asked for; give list, add, remove or check.")]
    [TestCase("show", "There is no command 'show'; give list, add, remove or check.")]
    [TestCase("list|ana@x.test", "'list' takes no further argument, but 'ana@x.test' was given;")]
    [TestCase("list|--limit|0", "--limit is '0'; give 1 to 100000.")]
    [TestCase("list|--limit|many", "--limit is 'many'; give 1 to 100000.")]
    [TestCase("list|--limit", "--limit has no value; give one behind it.")]
    [TestCase("list|--limit|1|--limit|2", "--limit is given twice; give it once.")]
    [TestCase("list|--source|customer", "--source is 'customer'; give relay or operator.")]
    [TestCase("list|--reason|x", "'list' has no option --reason;")]
    [TestCase("list|--jsno", "There is no option '--jsno';")]
    [TestCase("add", "'add' has no address; give one behind it,")]
    [TestCase("add|ana@x.test", "'add' needs a reason for whoever reads the list later;")]
    [TestCase("add|ana@x.test|--reason| ", "--reason has 1 characters, or none that can be read; give 1 to 300.")]
    [TestCase("add|ana@x.test|--reason|--json", "--reason has no value; give one behind it.")]
    [TestCase("add|ana@x.test|for|--reason|it", "'add' takes one address, but 'for' was given too; put a reason in quotation marks.")]
    [TestCase("remove|ana", "'ana' is not one plain e-mail address; give one such as ana@example.com.")]
    [TestCase("check|Ana <ana@x.test>", "'Ana <ana@x.test>' is not one plain e-mail address;")]
    [TestCase("remove|ana@x.test|--json", "'remove' has no option --json;")]
    public void A_wrong_argument_is_named_with_its_value_and_what_to_do(string arguments, string sentence) =>
        Assert.That(
            () => Parse(arguments.Split('|', StringSplitOptions.RemoveEmptyEntries)),
            Throws.TypeOf<WrongArgumentException>().With.Message.StartsWith(sentence));

    [Test]
    public void A_reason_that_the_list_would_cut_is_refused() =>
        Assert.That(
            () => Parse("add", "ana@x.test", "--reason", new string('x', 301)),
            Throws.TypeOf<WrongArgumentException>().With.Message.StartsWith("--reason has 301 characters"));

    [TestCase(null)]
    [TestCase("")]
    public void Without_a_database_both_ways_to_give_one_are_named(string? variable) =>
        Assert.That(
            () => CommandLine.Parse(["list"], variable),
            Throws.TypeOf<WrongArgumentException>().With.Message.StartsWith("--database is missing, and so is Database__ConnectionString or DATABASE_URL in the environment; give one of them,"));

    private static CommandLine Parse(params string[] arguments) => CommandLine.Parse([.. arguments, "--database", Database], variable: null);

    private static CommandLine Expected(CommandLine command) => command with { Database = Database };
}
