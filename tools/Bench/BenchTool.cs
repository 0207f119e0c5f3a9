using Notifications.LocalStack;
using Notifications.Tools;

namespace Notifications.Bench;

/// <summary>Does what the command line asks for.</summary>
internal static class BenchTool
{
    /// <returns>The exit code.</returns>
    /// <exception cref="WrongArgumentException">The command line makes no sense.</exception>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"{arguments.Length}".AsMemory(), cancellation);
        return ExitCode.Done;
    }
}
