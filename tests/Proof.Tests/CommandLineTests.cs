using Notifications.Tools;

namespace Notifications.Proof.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void A_scenario_is_asked_for_by_its_name()
    {
        var play = (CommandLine.Play)CommandLine.Parse(["run", "consumers-killed", "zombie", "--seed", "7", "--mutant", "fencing-off", "--out", "there"]);

        Assert.That(
            (play.Scenarios.Select(scenario => scenario.Name).ToArray(), play.Seed, play.Mutant, play.Out),
            Is.EqualTo((new[] { "consumers-killed", "zombie" }, 7, "fencing-off", "there")));
    }

    [Test]
    public void A_soak_lasts_as_long_as_it_is_told()
    {
        var soak = ((CommandLine.Play)CommandLine.Parse(["soak", "--minutes", "5", "--rate", "100"])).Scenarios.Single();

        Assert.That((soak.Customers.For, soak.Customers.PerSecond, soak.Cast.UsualTimes), Is.EqualTo((TimeSpan.FromMinutes(5), 100, true)));
    }

    [TestCase("There is no scenario 'nowhere'; list has them.", "run", "nowhere")]
    [TestCase("'run' needs the name of a scenario, or several; list has them.", "run")]
    [TestCase("--seed is '-1'; give a number from 0 to 2147483647.", "all", "--seed", "-1")]
    [TestCase("--minutes is '0'; give a number from 1 to 10000.", "soak", "--minutes", "0")]
    [TestCase("'all' has no option --minutes; --help lists what there is.", "all", "--minutes", "3")]
    [TestCase("'list' takes no further argument, but 'more' was given; --help lists what there is.", "list", "more")]
    [TestCase("'check' needs one folder, that of a run.", "check")]
    [TestCase("There is no command 'prove'; give list, run, all, soak, mutants or check. --help explains them.", "prove")]
    [TestCase("Nothing is asked for; give list, run, all, soak, mutants or check. --help explains them.")]
    public void What_cannot_be_meant_is_said(string sentence, params string[] arguments) =>
        Assert.That(() => CommandLine.Parse(arguments), Throws.TypeOf<WrongArgumentException>().With.Message.EqualTo(sentence));

    [Test]
    public async Task What_there_is_is_listed()
    {
        var output = new StringWriter();

        var code = await ProofTool.RunAsync(["list"], output, CancellationToken.None);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("consumers-killed-alone").And.Contain("fencing-off"));
    }
}
