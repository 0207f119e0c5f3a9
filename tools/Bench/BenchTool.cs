using System.Text.Json;
using Notifications.Bench.Load;
using Notifications.Bench.References.Floor;
using Notifications.Bench.References.Naive;
using Notifications.Bench.Sink;
using Notifications.Bench.Stage;
using Notifications.Bench.Stages;
using Notifications.LocalStack;
using Notifications.Tools;

namespace Notifications.Bench;

/// <summary>Does what the command line asks for.</summary>
internal static class BenchTool
{
    /// <summary>It could not be measured.</summary>
    private const int NotMeasured = 3;

    /// <returns>The exit code.</returns>
    /// <exception cref="WrongArgumentException">The command line makes no sense.</exception>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            switch (CommandLine.Parse(arguments))
            {
                case CommandLine.Stages asked:
                    return await Programme.PlayAsync(asked, output, cancellation);
                case CommandLine.Sink asked:
                    RunSink(asked.Port, output, cancellation);
                    return ExitCode.Done;
                case CommandLine.Load asked:
                    await output.WriteLineAsync(RunLoad(asked.Plan).AsMemory(), cancellation);
                    return ExitCode.Done;
                case CommandLine.NaiveApi asked:
                    await NaiveApi.RunAsync(asked.Database, asked.Broker, asked.Port, cancellation);
                    return ExitCode.Done;
                case CommandLine.NaiveConsumer asked:
                    await NaiveConsumer.RunAsync(asked.Database, asked.Broker, asked.SmtpPort, cancellation);
                    return ExitCode.Done;
                case CommandLine.Floor asked:
                    await Floor.RunAsync(asked.Database, asked.Broker, asked.SmtpPort, asked.Orders, output, cancellation);
                    return ExitCode.Done;
                default:
                    await output.WriteLineAsync(CommandLine.HelpText.AsMemory(), cancellation);
                    return ExitCode.Done;
            }
        }
        catch (Exception failure) when (failure is BenchException or CannotContinueException)
        {
            return ExitCode.Say(NotMeasured, failure.Message);
        }
    }

    private static void RunSink(int port, TextWriter output, CancellationToken cancellation)
    {
        using var sink = new SinkServer(port);
        output.WriteLine(sink.Port);
        sink.Run(cancellation);
    }

    private static string RunLoad(string plan)
    {
        var load = JsonSerializer.Deserialize<LoadPlan>(plan)!;
        using var client = new LoadClient(load);
        var result = client.Run();
        client.Notes.Write(load.Notes);
        return JsonSerializer.Serialize(result);
    }
}
