using Notifications.LocalStack.Ports;
using Notifications.Testing;

namespace Notifications.Proof.Stage;

/// <summary>The place of one of our processes: who stands there may die, and another takes over at the same address. One thing happens to it at a time.</summary>
public sealed class HostSlot(Role role, int number, IReadOnlyDictionary<string, string> settings, Func<string, string?> programOf, string logFolder) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly int _port = FreePort.Next();
    private HostProcess? _process;

    public Role Role => role;

    public string Name => $"{role.ToString().ToLowerInvariant()}-{number}";

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public string Project => role switch
    {
        Role.Api => "OrdersEndpoint",
        Role.Consumer => "NotificationEndpoint",
        _ => "ReconciliationJob",
    };

    /// <summary>What only <paramref name="act"/> does happens to it meanwhile.</summary>
    public async Task InTurnAsync(Func<Task> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="cancellation">Of the run.</param>
    /// <param name="more">Settings of this start alone.</param>
    /// <param name="program">Another build, of this start alone.</param>
    public async Task StartAsync(CancellationToken cancellation, IReadOnlyDictionary<string, string>? more = null, string? program = null)
    {
        var all = new Dictionary<string, string>(settings);
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
            all[key] = value;
        _process = await HostProcess.StartAsync(Project, all, port: _port, program: program ?? programOf(Project), cancellation: cancellation);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await ClearAsync();
    }

    /// <summary>SIGTERM; it ends by itself.</summary>
    public async Task TerminateAsync()
    {
        var code = await _process!.TerminateAsync();
        await ClearAsync();
        if (code != 0)
            throw new StageException($"{Name} ended with code {code} when it was told to stop; its log is {LogFile}.");
    }

    public void Pause() => _process!.Pause();

    public void Continue() => _process!.Continue();

    /// <summary>Until it has ended by itself.</summary>
    /// <returns>The exit code: 137 after a <c>kill -9</c>.</returns>
    public async Task<int> WaitForEndAsync(TimeSpan within, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(within);
        try
        {
            while (!_process!.HasExited)
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StageException($"{Name} should have ended by itself within {within.TotalSeconds:0} s and did not.");
        }

        var code = _process.ExitCode;
        await ClearAsync();
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await ClearAsync();
        _turn.Dispose();
    }

    private string LogFile => Path.Combine(logFolder, $"{Name}.log");

    /// <summary>What it wrote stays, behind what those before it wrote.</summary>
    private async Task ClearAsync()
    {
        var process = _process!;
        _process = null;
        await process.KillAsync();
        await File.AppendAllTextAsync(LogFile, process.Output);
        await process.DisposeAsync();
    }
}
