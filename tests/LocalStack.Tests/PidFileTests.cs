using Notifications.LocalStack.Commands;
using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Tests;

public sealed class PidFileTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notifications-pids-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_left_process_is_stopped_and_named()
    {
        await using var sleeper = Sleeper("left");

        var stopped = await Leftovers.StopAsync(Pids("left"));

        Assert.That(stopped, Is.EqualTo(new[] { $"left (pid {sleeper.Pid})" }));
        await sleeper.WaitForExitAsync();
        Assert.That(sleeper.ExitCode, Is.EqualTo(128 + (int)Signal.Terminate));
        Assert.That(PidFile.ReadAll(Pids("left")), Is.Empty);
    }

    [Test]
    public async Task A_stranger_with_a_reused_pid_is_not_touched()
    {
        await using var stranger = Sleeper("stranger");
        var folder = Pids("reused");
        PidFile.Write(folder, new PidEntry("long-gone", stranger.Pid, StartTicks: 1, Signal.Terminate));

        var stopped = await Leftovers.StopAsync(folder);

        Assert.That(stopped, Is.Empty);
        Assert.That(stranger.HasExited, Is.False);
    }

    [Test]
    public async Task What_ignores_the_signal_and_what_it_started_are_killed_with_it()
    {
        await using var parent = ChildProcess.Start(
            new ProcessPlan("parent", "sh", "-c", "trap '' TERM; sleep 600 & echo $!; wait; wait") { StopLimit = TimeSpan.FromMilliseconds(200) },
            Path.Combine(_folder, "logs"));
        var family = await FamilyOfTwoAsync(parent);

        Assert.That(await parent.StopAsync(), Is.False);
        foreach (var member in family)
            Assert.That(await member.WaitForEndAsync(TimeSpan.FromSeconds(5)), Is.True);
    }

    [Test]
    public async Task The_pid_file_goes_with_an_orderly_stop()
    {
        await using var sleeper = Sleeper("orderly");
        Assert.That(PidFile.ReadAll(Pids("orderly")), Has.Count.EqualTo(1));

        await sleeper.StopAsync();

        Assert.That(PidFile.ReadAll(Pids("orderly")), Is.Empty);
    }

    [Test]
    public void A_second_run_is_refused_with_the_pid_of_the_first()
    {
        var folder = new RunFolder(Path.Combine(_folder, "run"));
        var first = folder.Claim();

        Assert.That(folder.Claim, Throws.TypeOf<CannotContinueException>().With.Message.Contains($"started by pid {Environment.ProcessId}."));

        first.Delete();
        Assert.That(folder.Claim, Throws.Nothing);
    }

    [Test]
    public void A_launcher_that_is_gone_refuses_nobody()
    {
        var folder = new RunFolder(Path.Combine(_folder, "gone"));
        PidFile.Write(folder.Root, new PidEntry("launcher", Environment.ProcessId, StartTicks: 1, Signal.Terminate));

        Assert.That(folder.Claim, Throws.Nothing);
    }

    private string Pids(string name) => Path.Combine(_folder, "pids", name);

    private ChildProcess Sleeper(string name) =>
        ChildProcess.Start(new ProcessPlan(name, "sleep", "600"), Path.Combine(_folder, "logs"), Pids(name));

    private static async Task<IReadOnlyList<RunningProcess>> FamilyOfTwoAsync(ChildProcess parent)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (RunningProcess.TryFind(parent.Pid, out var running) && running.Value.WithDescendants() is { Count: 2 } family)
                return family;
            await Task.Delay(10, patience.Token);
        }
    }
}
