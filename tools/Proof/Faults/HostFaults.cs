using System.Runtime.CompilerServices;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Faults;

/// <summary>What is done to our own processes. Afterwards each is there again and ready.</summary>
internal sealed class HostFaults(Shop shop, Func<string, string> crashBuild)
{
    private const int Killed = 137;

    /// <summary>A point that nothing reaches in this time is one that the scenario's load does not lead to.</summary>
    private static readonly TimeSpan ToReachPoint = TimeSpan.FromSeconds(90);

    /// <summary>From a death to when we see it.</summary>
    private static readonly TimeSpan ToSeeDeath = TimeSpan.FromMilliseconds(250);

    public Task KillAsync(Fault.Kill kill, int draw, CancellationToken cancellation)
    {
        var host = Choose(kill.Who, draw);
        return host.InTurnAsync(
            async () =>
            {
                await host.KillAsync();
                await Task.Delay(kill.Away, cancellation);
                await host.StartAsync(cancellation);
            },
            cancellation);
    }

    public Task TerminateAsync(Fault.Terminate stop, int draw, CancellationToken cancellation)
    {
        var host = Choose(stop.Who, draw);
        return host.InTurnAsync(
            async () =>
            {
                await host.TerminateAsync();
                await host.StartAsync(cancellation);
            },
            cancellation);
    }

    public Task PauseAsync(Fault.Pause pause, int draw, CancellationToken cancellation)
    {
        var host = Choose(pause.Who, draw);
        return host.InTurnAsync(
            async () =>
            {
                host.Pause();
                try
                {
                    await Task.Delay(pause.For, cancellation);
                }
                finally
                {
                    host.Continue();
                }
            },
            cancellation);
    }

    /// <summary>The first of its role gives way to a test build, which dies at the point so often, and then comes back as it was.</summary>
    public async IAsyncEnumerable<(DateTimeOffset Began, DateTimeOffset Ended)> CrashAsync(Fault.Crash crash, int draw, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var host = shop.Of(crash.Who)[0];
        var random = new Random(draw);
        var deaths = new List<(DateTimeOffset, DateTimeOffset)>();
        await host.InTurnAsync(
            async () =>
            {
                await host.TerminateAsync();
                for (var time = 1; time <= crash.Times; time++)
                {
                    var passes = random.Next(1, crash.MostPasses + 1);
                    await host.StartAsync(cancellation, new Dictionary<string, string> { ["CRASH_AT"] = $"{crash.Point}:{passes}" }, crashBuild(host.Project));
                    var code = await host.WaitForEndAsync(ToReachPoint, cancellation);
                    if (code != Killed)
                        throw new StageException($"{host.Name} should have died at {crash.Point} by signal 9 and ended with code {code}.");
                    deaths.Add((DateTimeOffset.UtcNow - ToSeeDeath, DateTimeOffset.UtcNow));
                }

                await host.StartAsync(cancellation);
            },
            cancellation);
        foreach (var death in deaths)
            yield return death;
    }

    /// <summary>A clock can be given to a process only when it starts, so it starts twice: with one of its own, and as it was.</summary>
    public Task StepClockAsync(Fault.StepClock step, CancellationToken cancellation)
    {
        var host = shop.Of(step.Who)[0];
        return host.InTurnAsync(
            async () =>
            {
                using var clock = SteppedClock.TryFind() ?? throw new StageException(SteppedClock.Missing);
                await host.TerminateAsync();
                await host.StartAsync(cancellation, clock.Environment);
                await Task.Delay(step.For / 3, cancellation);
                clock.Step(step.By);
                await Task.Delay(step.For / 3, cancellation);
                clock.Step(TimeSpan.Zero);
                await Task.Delay(step.For / 3, cancellation);
                await host.TerminateAsync();
                await host.StartAsync(cancellation);
            },
            cancellation);
    }

    private HostSlot Choose(Role who, int draw)
    {
        var all = shop.Of(who);
        return all.Count > 0 ? all[draw % all.Count] : throw new StageException($"The scenario has no {who}, and a fault wants one.");
    }
}
