using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Notifications.Bench.Load;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;
using Notifications.LocalStack.Processes;
using Notifications.Testing;

namespace Notifications.Bench.Stages;

/// <summary>A load client as a process of its own, from its start to its notes.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(0.7);

    private readonly ChildProcess _process;
    private readonly string _notes;

    private LoadRun(ChildProcess process, string notes, long begin)
    {
        _process = process;
        _notes = notes;
        Begin = begin;
    }

    /// <summary>Ticks.</summary>
    public long Begin { get; }

    public int Pid => _process.Pid;

    /// <param name="shop">Whose APIs get the orders.</param>
    /// <param name="asked">What is sent; where and when is set here.</param>
    public static LoadRun Begins(Shop shop, LoadPlan asked)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"load-{Stopwatch.GetTimestamp()}");
        var begin = Stopwatch.GetTimestamp() + (long)(Start.TotalSeconds * Stopwatch.Frequency);
        var plan = asked with { Begin = begin, Notes = Path.Combine(shop.Folder, $"{name}.notes"), FirstNumber = shop.Orders.Count };
        return new LoadRun(Tool.Start(name, shop.Folder, "load", JsonSerializer.Serialize(plan)), plan.Notes, begin);
    }

    public static LoadPlan Plan(Shop shop, double rate, double seconds, int connections) => new()
    {
        Apis = shop.Apis,
        Token = TestAccess.ServiceToken,
        Connections = connections,
        Rate = rate,
        Seconds = seconds,
        Keyed = shop.Plan.Keyed,
        Begin = 0,
        Notes = "",
    };

    /// <returns>What it says of itself, and a note of every order that it sent.</returns>
    public async Task<(LoadResult Result, OrderNote[] Orders)> EndsAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        if (_process.ExitCode != 0)
            throw new BenchException($"The load client ended with code {_process.ExitCode}:{Environment.NewLine}{_process.LastLines()}");
        var orders = Notes<OrderNote>.Read(_notes);
        File.Delete(_notes);
        return (JsonSerializer.Deserialize<LoadResult>((await File.ReadAllLinesAsync(_process.LogFile, cancellation))[^1])!, orders);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
