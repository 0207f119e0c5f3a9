namespace Notifications.Bench.Tests;

public sealed class CommandLineTests
{
    [Test]
    public async Task Without_a_command_it_ends_well()
    {
        Assert.That(await BenchTool.RunAsync([], TextWriter.Null, CancellationToken.None), Is.Zero);
    }
}
