using System.Diagnostics;

namespace Notifications.Bench.Measures;

/// <summary>What the processes had at one moment.</summary>
/// <param name="Seconds">Since it was begun.</param>
/// <param name="Bytes">Resident, by role; for PostgreSQL its first process alone, whose children share most of theirs.</param>
public sealed record MemoryAt(double Seconds, IReadOnlyDictionary<string, long> Bytes);

/// <summary>Follows the memory of processes, each second.</summary>
internal sealed class MemoryLog : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly List<MemoryAt> _seen = [];
    private readonly Task _following;

    private MemoryLog(IReadOnlyList<(string Role, int Pid)> processes) => _following = FollowAsync(processes);

    public static MemoryLog Follow(IReadOnlyList<(string Role, int Pid)> processes) => new(processes);

    public async Task<IReadOnlyList<MemoryAt>> EndAsync()
    {
        await _end.CancelAsync();
        await _following;
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private async Task FollowAsync(IReadOnlyList<(string Role, int Pid)> processes)
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Every);
        do
        {
            var now = processes.GroupBy(process => process.Role).ToDictionary(role => role.Key, role => role.Sum(process => Usage.ResidentOf(process.Pid)));
            _seen.Add(new MemoryAt(Stopwatch.GetElapsedTime(began).TotalSeconds, now));
        }
        while (await NextAsync(timer));
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
