using System.Formats.Tar;
using Notifications.LocalStack;
using Notifications.LocalStack.Processes;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>
/// The version that <c>previous-version</c> names, as git has it, built beside us in <c>artifacts/previous</c>: once for each commit.
/// </summary>
internal static class PreviousVersion
{
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ToBuild = TimeSpan.FromMinutes(10);
    private static readonly string[] Projects = ["Database", "OrdersEndpoint", "NotificationEndpoint", "ReconciliationJob"];
    private static readonly Lazy<Task<Release?>> Built = new(() => Task.Run(BuildAsync));

    /// <summary>Null where there is no history: in a source archive, or in a clone of the newest commit alone.</summary>
    public static Task<Release?> GetAsync() => Built.Value;

    public static string Commit { get; } = File.ReadLines(Path.Combine(BuildOutput.Root, "tests", "Pipeline.Tests", "Upgrades", "previous-version"))
        .Single(line => line != "" && !line.StartsWith('#'));

    private static async Task<Release?> BuildAsync()
    {
        var all = Path.Combine(BuildOutput.Root, "artifacts", "previous");
        var release = new Release($"version {Commit[..7]}", Path.Combine(all, Commit));
        if (Directory.Exists(release.Root))
            return release;

        var work = Directory.CreateDirectory(Path.Combine(all, $"{Commit}.{Guid.NewGuid():N}")).FullName;
        try
        {
            if (!await ReadAsync(work))
                return null;
            await CompileAsync(work);
            // By its name the next run knows that it is whole.
            Directory.Move(work, release.Root!);
            return release;
        }
        finally
        {
            if (Directory.Exists(work))
                Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The folder may belong to somebody else than to whoever runs the tests, as in a container; for reading its history that is no danger.</summary>
    private static async Task<bool> ReadAsync(string folder)
    {
        var archive = Path.Combine(folder, "source.tar");
        var git = await ShortCommand.RunAsync(
            ["git", "-C", BuildOutput.Root, "-c", "safe.directory=*", "archive", "--format=tar", $"--output={archive}", Commit], ToRead, CancellationToken.None);
        if (!git.Succeeded)
            return false;
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false);
        File.Delete(archive);
        return true;
    }

    /// <summary>What is rolled, and no more. It has been checked when it was new, so it is only compiled; and gives way to the tests that run meanwhile.</summary>
    private static async Task CompileAsync(string folder)
    {
        var project = Path.Combine(folder, "all.proj");
        await File.WriteAllTextAsync(project, $"""
            <Project DefaultTargets="Build">
              <ItemGroup><Host Include="{string.Join(';', Projects.Select(name => $"src/{name}/{name}.csproj"))}" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Host)" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Host)" Targets="Build" BuildInParallel="true" /></Target>
            </Project>
            """);
        var build = await ShortCommand.RunAsync(
            [
                "nice", "-n", "19", "dotnet", "build", project, "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false",
                "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:NuGetAudit=false",
            ],
            ToBuild,
            CancellationToken.None);
        if (!build.Succeeded)
            throw new CannotContinueException($"The previous version, {Commit}, cannot be built:{Environment.NewLine}{build.Output}");
    }
}
