using Notifications.LocalStack;
using Notifications.Proof.Mutants;
using Notifications.Testing.Builds;

namespace Notifications.Proof.Builds;

/// <summary>
/// Builds of the product for proofs, beside us in <c>artifacts/proof</c>, each made once for the sources as they are. All hosts with crash points take 20 s on two cores; a mutant
/// takes 5 s more, because of it only the changed project is compiled. Several processes may ask at once.
/// </summary>
public static class TestBuilds
{
    private const string CrashPoints = "-p:CrashPoints=true";

    private static readonly string[] Hosts = ["OrdersEndpoint", "NotificationEndpoint", "ReconciliationJob"];

    /// <param name="mutant">Null: the product as it is, with crash points.</param>
    /// <param name="cancellation">Ends waiting and compiling.</param>
    /// <exception cref="CannotContinueException">It does not compile.</exception>
    /// <exception cref="InvalidOperationException">The mutant does not fit the code any more.</exception>
    public static async Task<TestBuild> GetAsync(Mutant? mutant, CancellationToken cancellation)
    {
        var sources = Sources.Read();
        var whole = new TestBuild("crash points", await BuiltFolder.GetAsync(
            FolderOf("crash-points"),
            sources.Hash,
            async root =>
            {
                sources.CopyTo(root);
                await Compilation.OfAsync(root, Hosts, [CrashPoints], cancellation);
            },
            cancellation));
        return mutant is null ? whole : await ChangeAsync(whole, sources, mutant, cancellation);
    }

    private static async Task<TestBuild> ChangeAsync(TestBuild whole, Sources sources, Mutant mutant, CancellationToken cancellation)
    {
        var changed = mutant.Apply(await File.ReadAllTextAsync(Path.Combine(whole.Root, mutant.File), cancellation));
        var root = await BuiltFolder.GetAsync(
            FolderOf(mutant.Name),
            sources.HashWith(changed),
            root => MakeAsync(new TestBuild(mutant.Name, root) { Others = whole }, mutant, changed, cancellation),
            cancellation);
        return new TestBuild(mutant.Name, root) { Others = whole };
    }

    /// <summary>The changed project, compiled against the others of the whole build; then those hosts that use it, with it in the place of the original.</summary>
    private static async Task MakeAsync(TestBuild build, Mutant mutant, string changed, CancellationToken cancellation)
    {
        var file = Path.Combine(build.Root, mutant.File);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, changed, cancellation);
        var whole = build.Others!;
        var project = Path.Combine(whole.Root, "src", mutant.Project, $"{mutant.Project}.csproj");
        var exchange = Path.Combine(build.Root, "exchange.targets");
        await File.WriteAllTextAsync(exchange, Exchange(build, mutant, Path.GetRelativePath(Path.GetDirectoryName(project)!, Path.Combine(whole.Root, mutant.File)), file), cancellation);
        await Compilation.OfAsync(
            project,
            [CrashPoints, "--no-restore", "-p:BuildProjectReferences=false", "-p:GenerateDocumentationFile=false", $"-p:CustomBeforeMicrosoftCommonTargets={exchange}"],
            cancellation);

        var assembly = $"Notifications.{mutant.Project}.dll";
        foreach (var host in Hosts.Where(host => host != mutant.Project && File.Exists(Path.Combine(whole.BinOf(host), assembly))))
        {
            Copy(whole.BinOf(host), build.BinOf(host));
            File.Copy(Path.Combine(build.BinOf(mutant.Project), assembly), Path.Combine(build.BinOf(host), assembly), overwrite: true);
        }
    }

    /// <summary>MSBuild reads it in each project it comes by; only the changed one is compiled, and what comes of it has to lie here.</summary>
    private static string Exchange(TestBuild build, Mutant mutant, string original, string changed) =>
        $"""
        <Project>
          <PropertyGroup Condition="'$(MSBuildProjectName)' == '{mutant.Project}'">
            <IntermediateOutputPath>{build.Root}/obj/</IntermediateOutputPath>
            <OutDir>{build.BinOf(mutant.Project)}/</OutDir>
          </PropertyGroup>
          <ItemGroup Condition="'$(MSBuildProjectName)' == '{mutant.Project}'">
            <Compile Remove="{original}" />
            <Compile Include="{changed}" />
          </ItemGroup>
        </Project>
        """;

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string FolderOf(string name) => Path.Combine(BuildOutput.Root, "artifacts", "proof", name);
}
