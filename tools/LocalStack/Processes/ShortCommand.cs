using System.ComponentModel;
using System.Diagnostics;

namespace Notifications.LocalStack.Processes;

/// <summary>A command that is run to its end for its answer.</summary>
public static class ShortCommand
{
    /// <param name="Code">The exit code; 127 when there is no such program, 124 when it did not end in time.</param>
    /// <param name="Output">Standard output, then standard error.</param>
    public readonly record struct Result(int Code, string Output)
    {
        public bool Succeeded => Code == 0;
    }

    public static async Task<Result> RunAsync(IReadOnlyList<string> command, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = TryStart(start);
        if (process is null)
            return new Result(127, $"{command[0]} is not installed");

        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new Result(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return new Result(124, $"no answer within {limit.TotalSeconds:0} s");
        }
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
