using Notifications.Tools;

namespace Notifications.Bench.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void Bug_a_folder_named_from_where_one_stands_was_looked_for_where_the_processes_stand() =>
        Assert.That(Stages("intake", "--out", "results/today").Settings.Out, Is.EqualTo(Path.GetFullPath("results/today")));

    [Test]
    public void Stages_stand_in_the_order_in_which_they_are_played() =>
        Assert.That(Stages("steady", "intake", "--rate", "6000").Asked.Select(stage => stage.Name), Is.EqualTo(new[] { "steady", "intake" }));

    [Test]
    public void A_single_stage_is_played_once_and_the_whole_programme_three_times()
    {
        Assert.That(Stages("steady").Settings.Rounds, Is.EqualTo(1));
        Assert.That(Stages().Settings.Rounds, Is.EqualTo(3));
        Assert.That(Stages("steady", "--rounds", "5").Settings.Rounds, Is.EqualTo(5));
    }

    [Test]
    public void Settings_of_our_processes_become_environment_variables()
    {
        var more = Stages("steady", "--set", "Intake:Connections=4", "--set", "DOTNET_PerfMapEnabled=1").Settings.Shop.More;

        Assert.That(more, Is.EquivalentTo(new Dictionary<string, string> { ["Intake__Connections"] = "4", ["DOTNET_PerfMapEnabled"] = "1" }));
    }

    [TestCase("--rate is 'fast'; give a number from 1 to 1000000.", "steady", "--rate", "fast")]
    [TestCase("--rate is '0'; give a number from 1 to 1000000.", "steady", "--rate", "0")]
    [TestCase("--set is 'Intake'; give Key=Value.", "steady", "--set", "Intake")]
    [TestCase("There is no option '--speed'; --help lists what there is.", "steady", "--speed", "9")]
    public void What_cannot_be_meant_is_named(string sentence, params string[] arguments) =>
        Assert.That(() => CommandLine.Parse(arguments), Throws.TypeOf<WrongArgumentException>().With.Message.EqualTo(sentence));

    private static CommandLine.Stages Stages(params string[] arguments) => (CommandLine.Stages)CommandLine.Parse(arguments);
}
