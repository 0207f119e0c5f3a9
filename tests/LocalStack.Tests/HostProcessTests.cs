using Notifications.Testing;

namespace Notifications.LocalStack.Tests;

/// <summary>With the launcher as the program: it is always built beside us.</summary>
public sealed class HostProcessTests
{
    private static readonly Dictionary<string, string> NoSettings = [];

    [Test]
    public async Task A_program_that_ends_well_is_waited_for() =>
        await Assert.ThatAsync(() => HostProcess.RunToEndAsync("LocalStack", NoSettings, ["--help"]), Throws.Nothing);

    [Test]
    public async Task A_program_that_fails_is_named_with_its_code_and_its_last_lines() => await Assert.ThatAsync(
        () => HostProcess.RunToEndAsync("LocalStack", NoSettings, ["--dmeo"]),
        Throws.TypeOf<CannotContinueException>().With.Message.Contains("LocalStack ended with code 2").And.Message.Contains("There is no '--dmeo'"));

    [Test]
    public async Task A_host_that_ends_before_it_is_ready_is_not_waited_for() => await Assert.ThatAsync(
        () => HostProcess.StartAsync("LocalStack", NoSettings, ["--dmeo"]),
        Throws.TypeOf<CannotContinueException>().With.Message.Contains("ended with code 2 while starting"));

    [Test]
    public async Task A_program_that_was_not_built_is_named_with_its_file() => await Assert.ThatAsync(
        () => HostProcess.StartAsync("NoSuchProject", NoSettings),
        Throws.TypeOf<CannotContinueException>().With.Message.Contains("Notifications.NoSuchProject.dll"));
}
