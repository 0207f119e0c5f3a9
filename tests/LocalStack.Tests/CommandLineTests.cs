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

    [TestCase(new[] { "--dmeo" }, "There is no '--dmeo'")]
    [TestCase(new[] { "--demo", "twice" }, "'twice' was given")]
    [TestCase(new[] { "down", "now" }, "'now' was given")]
    [TestCase(new[] { "logs", "-x" }, "no option '-x'")]
    [TestCase(new[] { "logs", "orders", "postgres" }, "orders, postgres")]
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
