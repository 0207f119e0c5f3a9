using System.Runtime.InteropServices;

namespace Notifications.MailCatcher;

// Not top-level statements: those would give every test that uses us in-process a public global class "Program" that collides with its host's.
internal static class Program
{
    /// <returns>0 after a stop by signal, 1 when a port cannot be had, 2 for wrong arguments.</returns>
    private static async Task<int> Main(string[] args)
    {
        var commandLine = CommandLine.Read(args);
        if (commandLine.Problem is { } problem)
            return await SayAsync(Console.Error, problem, 2);
        if (commandLine.Settings is not { } settings)
            return await SayAsync(Console.Out, CommandLine.Help, 0);

        var stop = new TaskCompletionSource();
        // Kept until the end: a registration that nobody holds is collected, and the signal then kills.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await using var catcher = await MailCatcherServer.StartAsync(settings);
            Console.WriteLine($"Catching mail: SMTP on {settings.Bind} port {catcher.SmtpPort}, page and API on http://{settings.Bind}:{catcher.HttpPort}/");
            await stop.Task;
            return 0;
        }
        catch (CannotListenException e)
        {
            return await SayAsync(Console.Error, e.Message, 1);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static async Task<int> SayAsync(TextWriter to, string text, int exitCode)
    {
        await to.WriteLineAsync(text);
        return exitCode;
    }
}
