using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Notifications.LocalStack.Processes;

/// <summary>
/// A process named so that nobody else can be meant: a pid alone is given to a stranger after a while, a pid with its start
/// time (clock ticks since boot, from <c>/proc</c>) is not.
/// </summary>
public readonly record struct RunningProcess(int Pid, long StartTicks)
{
    public static bool TryFind(int pid, [NotNullWhen(true)] out RunningProcess? process)
    {
        process = ReadStat(pid) is { State: not ('Z' or 'X') } stat ? new RunningProcess(pid, stat.StartTicks) : null;
        return process is not null;
    }

    /// <summary>True while exactly this process runs; a zombie has ended.</summary>
    public bool IsAlive => TryFind(Pid, out var found) && found == this;

    /// <summary>Signals this process and never the stranger that got its pid.</summary>
    public bool Send(Signal signal) => IsAlive && Signals.Send(Pid, signal);

    /// <summary>The process and everything it started, itself first. PostgreSQL's workers lead their own sessions, so parents are followed.</summary>
    public IReadOnlyList<RunningProcess> WithDescendants()
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (Pid: pid, Stat: ReadStat(pid)))
            .Where(entry => entry.Stat is not null)
            .ToLookup(entry => entry.Stat!.Value.ParentPid, entry => new RunningProcess(entry.Pid, entry.Stat!.Value.StartTicks));

        var family = new List<RunningProcess> { this };
        for (var i = 0; i < family.Count; i++)
            family.AddRange(children[family[i].Pid]);
        return family;
    }

    /// <summary>Ends it and everything it started at once, without a chance to tidy up.</summary>
    /// <returns>All that were told to, and end in a moment.</returns>
    public IReadOnlyList<RunningProcess> KillTree()
    {
        var family = WithDescendants();
        foreach (var process in family)
            process.Send(Signal.Kill);
        return family;
    }

    /// <summary>False when it still runs at the end of <paramref name="limit"/>.</summary>
    public async Task<bool> WaitForEndAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        while (IsAlive)
        {
            if (deadline.IsCancellationRequested)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        return true;
    }

    private static (char State, int ParentPid, long StartTicks)? ReadStat(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // "pid (name) state ppid …": the name may hold blanks and brackets, so we count from the last bracket.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
