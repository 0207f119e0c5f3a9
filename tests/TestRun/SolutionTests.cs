using System.Diagnostics;
using System.Xml.Linq;
using Notifications.LocalStack;

namespace Notifications.TestRun;

/// <summary>Runs every test project of the solution with <c>dotnet test</c> and reads what came of it from the TRX files.</summary>
public static class SolutionTests
{
    // One project after the other (-m:1): on two cores, two pipelines at a time make each other's deadlines a matter of luck.
    private static readonly string[] Fixed = ["test", "Notifications.sln", "-c", "Release", "--no-build", "--nologo", "-m:1", "--logger", "trx"];

    public static async Task<Totals> RunAsync(IReadOnlyList<string> extra, CancellationToken cancellation)
    {
        var results = Path.Combine(BuildOutput.Root, "artifacts", "test-results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        Directory.CreateDirectory(results);

        var start = new ProcessStartInfo("dotnet", [.. Fixed, "--results-directory", results, .. extra]) { WorkingDirectory = BuildOutput.Root };
        using var tests = Process.Start(start) ?? throw new CannotContinueException("'dotnet test' did not start.");
        try
        {
            await tests.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            tests.Kill(entireProcessTree: true);
            throw;
        }

        var files = Directory.GetFiles(results, "*.trx", SearchOption.AllDirectories);
        return new Totals([.. files.SelectMany(file => TestResult.ReadAll(XDocument.Load(file)))], tests.ExitCode);
    }
}
