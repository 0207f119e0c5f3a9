using Notifications.ServiceDefaults;

namespace Notifications.OrdersEndpoint.Tests.Configured;

[Parallelizable(ParallelScope.All)]
public sealed class HostArgumentsTests
{
    [TestCase("", nameof(HostCommand.Run))]
    [TestCase("--Broker:Window=2", nameof(HostCommand.Run))]
    [TestCase("--install", nameof(HostCommand.Install))]
    [TestCase("--check-config --Broker:Window=2", nameof(HostCommand.CheckConfiguration))]
    [TestCase("--check-health", nameof(HostCommand.CheckHealth))]
    [TestCase("--install --check-config", nameof(HostCommand.CheckConfiguration))]
    public void Commands_are_told_from_settings(string arguments, string command) => Assert.That($"{Read(arguments).Command}", Is.EqualTo(command));

    [TestCase("--chek-config")]
    [TestCase("--Broker:Window=2 --chek-config")]
    [TestCase("--chek-config --Broker:Window=2")]
    public void A_command_that_does_not_exist_is_not_left_out(string arguments) =>
        Assert.That(Read(arguments).Problems(), Has.One.StartsWith("There is no --chek-config; there are --install, --check-config"));

    [TestCase("--Broker:Window=2 --install")]
    [TestCase("--Broker:Window 2")]
    public void Settings_may_be_written_either_way(string arguments) => Assert.That(Read(arguments).Problems(), Is.Empty);

    private static HostArguments Read(string arguments) => HostArguments.Read(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
