using Notifications.LocalStack.Access;

namespace Notifications.LocalStack.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void Without_arguments_everything_starts_and_stays() =>
        Assert.That(CommandLine.Parse(), Is.EqualTo(new CommandLine.Run(Demo: false)));

    [Test]
    public void Demo_starts_everything_and_ends() =>
        Assert.That(CommandLine.Parse("--demo"), Is.EqualTo(new CommandLine.Run(Demo: true)));

    [Test]
    public void Down_stops() => Assert.That(CommandLine.Parse("down"), Is.EqualTo(new CommandLine.Down()));

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("help")]
    public void Help_is_asked_for_in_every_usual_way(string argument) =>
        Assert.That(CommandLine.Parse(argument), Is.EqualTo(new CommandLine.Help()));

    [TestCase(new[] { "logs" }, null, false)]
    [TestCase(new[] { "logs", "orders" }, "orders", false)]
    [TestCase(new[] { "logs", "orders", "-f" }, "orders", true)]
    [TestCase(new[] { "logs", "--follow" }, null, true)]
    public void Logs_are_of_all_or_of_one_and_may_be_followed(string[] arguments, string? name, bool follow) =>
        Assert.That(CommandLine.Parse(arguments), Is.EqualTo(new CommandLine.Logs(name, follow)));

    [TestCase]
    [TestCase("--service")]
    public void The_token_is_the_shop_s_unless_somebody_else_is_named(params string[] rest) =>
        Assert.That(CommandLine.Parse(["token", .. rest]), Is.EqualTo(new CommandLine.Token(new Credential.OfService())));

    [Test]
    public void A_token_may_also_be_asked_for_by_the_key_that_knows_it() =>
        Assert.That(CommandLine.Parse("token", "--public-key"), Is.EqualTo(new CommandLine.Token(new Credential.PublicKey())));

    [TestCase(new[] { "--customer", "123" }, "customer", "123", 60)]
    [TestCase(new[] { "--customer", "123", "--minutes", "1" }, "customer", "123", 1)]
    [TestCase(new[] { "--minutes", "1440", "--customer", "-5 ç" }, "customer", "-5 ç", 1440)]
    [TestCase(new[] { "--admin" }, "admin", "operator", 60)]
    [TestCase(new[] { "--admin", "ana" }, "admin", "ana", 60)]
    [TestCase(new[] { "--operator" }, "operator", "operator", 60)]
    [TestCase(new[] { "--operator", "ana", "--minutes", "5" }, "operator", "ana", 5)]
    [TestCase(new[] { "--admin", "--minutes", "5" }, "admin", "operator", 5)]
    public void The_token_of_a_person_names_them_and_has_an_end(string[] rest, string role, string id, int minutes) => Assert.That(
        CommandLine.Parse(["token", .. rest]), Is.EqualTo(new CommandLine.Token(new Credential.OfPerson(role, id, TimeSpan.FromMinutes(minutes)))));

    [TestCase(new[] { "--dmeo" }, "There is no '--dmeo'")]
    [TestCase(new[] { "--demo", "twice" }, "'twice' was given")]
    [TestCase(new[] { "down", "now" }, "'now' was given")]
    [TestCase(new[] { "logs", "-x" }, "no option '-x'")]
    [TestCase(new[] { "logs", "orders", "postgres" }, "orders, postgres")]
    [TestCase(new[] { "token", "--custmoer", "1" }, "got '--custmoer 1'")]
    [TestCase(new[] { "token", "123" }, "got '123'")]
    [TestCase(new[] { "token", "--customer", "1", "--admin" }, "one of --customer ID, --operator [NAME], --admin [NAME]")]
    [TestCase(new[] { "token", "--customer" }, "got none")]
    [TestCase(new[] { "token", "--customer", "--minutes", "5" }, "got none")]
    [TestCase(new[] { "token", "--customer", "" }, "'--customer' takes an id of 1 to 100 characters")]
    [TestCase(new[] { "token", "--admin", "a\nb" }, "'--admin' takes an id")]
    [TestCase(new[] { "token", "--admin", "--service" }, "got '--service'")]
    [TestCase(new[] { "token", "--customer", "1", "--minutes", "0" }, "1 to 1440, but got '0'")]
    [TestCase(new[] { "token", "--customer", "1", "--minutes", "1441" }, "got '1441'")]
    [TestCase(new[] { "token", "--customer", "1", "--minutes", "soon" }, "got 'soon'")]
    [TestCase(new[] { "token", "--customer", "1", "--minutes" }, "got ''")]
    [TestCase(new[] { "token", "--customer", "1", "--minutes", "5", "--minutes", "6" }, "--minutes 6")]
    [TestCase(new[] { "token", "--minutes", "5" }, "have no end")]
    [TestCase(new[] { "token", "--public-key", "--minutes", "5" }, "have no end")]
    public void A_wrong_argument_is_named_in_a_sentence(string[] arguments, string named)
    {
        var wrong = CommandLine.Parse(arguments) as CommandLine.Wrong;

        Assert.That(wrong?.Sentence, Does.Contain(named).And.EndsWith("."));
    }

    [Test]
    public void Help_names_every_port() => Assert.That(
        Hosts.HostPlans.Ports.Concat(Servers.NativeServers.Ports).Select(port => $"{port.Port}").Where(port => !CommandLine.HelpText.Contains(port, StringComparison.Ordinal)),
        Is.Empty);
}
