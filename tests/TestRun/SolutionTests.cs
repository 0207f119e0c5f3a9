using System.Collections.Concurrent;
using System.Diagnostics;
using System.Xml.Linq;
using Notifications.LocalStack;

namespace Notifications.TestRun;

/// <summary>Runs every test project of the solution with <c>dotnet test</c> and reads what came of it from the TRX files.</summary>
public static class SolutionTests
{
    /// <summary>They fill two cores by themselves; beside another, each would make the other's deadlines a matter of luck.</summary>
    private static readonly string[] Alone = ["Pipeline.Tests", "Messaging.Tests"];

    /// <summary>The others mostly wait, for hosts and servers: the longest first, two at a time.</summary>
    private static readonly string[] LongOnes = ["OrdersEndpoint.Tests", "RecoverabilityEndpoint.Tests", "ReconciliationJob.Tests", "NotificationEndpoint.Tests", "LocalStack.Tests"];

    private const int OthersAtATime = 2;

    private static readonly string Results = Path.Combine(BuildOutput.Root, "artifacts", "test-results");

    public static async Task<Totals> RunAsync(IReadOnlyList<string> extra, CancellationToken cancellation)
    {
        if (Directory.Exists(Results))
            Directory.Delete(Results, recursive: true);
        Directory.CreateDirectory(Results);

        var projects = Directory.GetFiles(Path.Combine(BuildOutput.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order().ToList();
        var codes = new ConcurrentBag<int>();
        foreach (var project in projects.Intersect(Alone))
            codes.Add(await RunAsync(project!, extra, cancellation));
        await Parallel.ForEachAsync(
            projects.Except(Alone).OrderByDescending(LongOnes.Contains),
            new ParallelOptions { MaxDegreeOfParallelism = OthersAtATime, CancellationToken = cancellation },
            async (project, stop) => codes.Add(await RunAsync(project!, extra, stop)));

        var files = Directory.GetFiles(Results, "*.trx", SearchOption.AllDirectories);
        return new Totals([.. files.SelectMany(file => TestResult.ReadAll(XDocument.Load(file)))], codes.Max());
    }

    /// <returns>The exit code of <c>dotnet test</c>.</returns>
    private static async Task<int> RunAsync(string project, IReadOnlyList<string> extra, CancellationToken cancellation)
    {
        var assembly = Path.Combine(BuildOutput.Root, "artifacts", "bin", project, "release", $"Notifications.{project}.dll");
        var start = new ProcessStartInfo("dotnet", ["test", assembly, "--nologo", "--logger", $"trx;LogFileName={project}.trx", "--results-directory", Results, .. extra]) { WorkingDirectory = BuildOutput.Root };
        using var tests = Process.Start(start) ?? throw new CannotContinueException("'dotnet test' did not start.");
        try
        {
            await tests.WaitForExitAsync(cancellation);
            return tests.ExitCode;
        }
        catch (OperationCanceledException)
        {
            tests.Kill(entireProcessTree: true);
            throw;
        }
    }
}
