using Notifications.Bench.Stages;
using Notifications.LocalStack;

namespace Notifications.Bench.Tests.Stages;

public sealed class BenchmarkPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "benchmark.md"));

    [TestCaseSource(nameof(Names))]
    public void The_page_and_the_help_tell_of_the_stage(string name)
    {
        Assert.That(Page, Does.Contain($"`{name}`"));
        Assert.That(CommandLine.HelpText, Does.Contain($"  {name} "));
    }

    [Test]
    public void Every_command_of_the_page_can_be_meant()
    {
        var commands = Page.Split('\n', '`').Where(line => line.StartsWith("./bench", StringComparison.Ordinal)).Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]).ToList();

        Assert.That(commands, Has.Count.GreaterThanOrEqualTo(6));
        foreach (var command in commands)
            Assert.That(() => CommandLine.Parse(command), Throws.Nothing, string.Join(' ', command));
    }

    private static IEnumerable<string> Names => StageList.All.Select(stage => stage.Name);
}
