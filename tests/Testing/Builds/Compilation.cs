using Notifications.LocalStack;
using Notifications.LocalStack.Processes;

namespace Notifications.Testing.Builds;

/// <summary>Compiles sources that are not those we were built from. They are checked elsewhere, so they are only compiled; and it gives way to what runs meanwhile.</summary>
public static class Compilation
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Several projects, each one's references once.</summary>
    /// <param name="root">With <c>src</c> and what governs its build. A program comes to lie in <c>artifacts/bin/(project)/release</c>.</param>
    /// <param name="projects">For example <c>OrdersEndpoint</c>.</param>
    /// <param name="options">For <c>dotnet build</c>.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    /// <exception cref="CannotContinueException">It does not compile; with the compiler's words.</exception>
    public static async Task OfAsync(string root, IReadOnlyList<string> projects, IReadOnlyList<string> options, CancellationToken cancellation)
    {
        var all = Path.Combine(root, "all.proj");
        await File.WriteAllTextAsync(
            all,
            $"""
            <Project DefaultTargets="Build">
              <ItemGroup><Host Include="{string.Join(';', projects.Select(name => $"src/{name}/{name}.csproj"))}" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Host)" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Host)" Targets="Build" BuildInParallel="true" /></Target>
            </Project>
            """,
            cancellation);
        await OfAsync(all, options, cancellation);
    }

    /// <param name="project">The file.</param>
    /// <inheritdoc cref="OfAsync(string, IReadOnlyList{string}, IReadOnlyList{string}, CancellationToken)"/>
    /// <param name="options">For <c>dotnet build</c>.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    public static async Task OfAsync(string project, IReadOnlyList<string> options, CancellationToken cancellation)
    {
        var build = await ShortCommand.RunAsync(
            [
                "nice", "-n", "19", "dotnet", "build", project, "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false",
                "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:NuGetAudit=false", .. options,
            ],
            Limit,
            cancellation);
        if (!build.Succeeded)
            throw new CannotContinueException($"{project} cannot be built:{Environment.NewLine}{build.Output}");
    }
}
