using System.Collections.Concurrent;
using System.Diagnostics;
using System.Xml.Linq;
using Notifications.LocalStack;

namespace Notifications.TestRun;

/// <summary>Runs every test project of the solution with <c>dotnet test</c> and reads what came of it from the TRX files.</summary>
public static class SolutionTests
{
    /// <summary>They fill two cores by themselves; beside another, each would make the other's deadlines a matter of luck.</summary>
    private static readonly string[] Alone = ["Pipeline.Tests", "Messaging.Tests", "Proof.Tests"];

    /// <summary>The others run two at a time, the longest first: these, in this order.</summary>
    private static readonly string[] LongOnes =
        ["OrdersEndpoint.Tests", "ReconciliationJob.Tests", "NotificationEndpoint.Tests", "RecoverabilityEndpoint.Tests", "LocalStack.Tests", "Deploy.Tests"];

    private static readonly string Results = Path.Combine(BuildOutput.Root, "artifacts", "test-results");

    public static async Task<Totals> RunAsync(IReadOnlyList<string> extra, CancellationToken cancellation)
    {
        if (Directory.Exists(Results))
            Directory.Delete(Results, recursive: true);
        Directory.CreateDirectory(Results);

        var projects = Directory.GetFiles(Path.Combine(BuildOutput.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).OfType<string>().Order().ToList();
        var codes = new ConcurrentBag<int>();
        await RunAsync(projects.Intersect(Alone), 1);
        await RunAsync(LongOnes.Intersect(projects).Union(projects).Except(Alone), 2);

        var files = Directory.GetFiles(Results, "*.trx", SearchOption.AllDirectories);
        return new Totals([.. files.SelectMany(file => TestResult.ReadAll(XDocument.Load(file)))], codes.Max());

        Task RunAsync(IEnumerable<string> some, int atATime) => Parallel.ForEachAsync(
            some,
            new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellation },
            async (project, stop) => codes.Add(await RunOneAsync(project, extra, stop)));
    }

    /// <returns>The exit code of <c>dotnet test</c>.</returns>
    private static async Task<int> RunOneAsync(string project, IReadOnlyList<string> extra, CancellationToken cancellation)
    {
        var assembly = Path.Combine(BuildOutput.Root, "artifacts", "bin", project, "release", $"Notifications.{project}.dll");
        var start = new ProcessStartInfo("dotnet", ["test", assembly, "--nologo", "--logger", $"trx;LogFileName={project}.trx", "--results-directory", Results, .. extra]) { WorkingDirectory = BuildOutput.Root };
        start.Environment["DOTNET_TieredPGO"] = "0"; // our tests start hosts that live for seconds: to count what is called often costs them more than it can give (docs/adr/0021)
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
