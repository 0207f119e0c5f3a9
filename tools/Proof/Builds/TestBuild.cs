namespace Notifications.Proof.Builds;

/// <summary>The hosts, built for a proof: with crash points, and perhaps with a mutant.</summary>
/// <param name="Name"><c>crash points</c>, or the mutant's.</param>
/// <param name="Root">The folder that it was built in.</param>
public sealed record TestBuild(string Name, string Root)
{
    /// <summary>Has the hosts that the mutant does not touch; null when all are here.</summary>
    public TestBuild? Others { get; init; }

    /// <summary>The assembly of, for example, <c>OrdersEndpoint</c>.</summary>
    public string ProgramOf(string project)
    {
        var file = Path.Combine(BinOf(project), $"Notifications.{project}.dll");
        return Others is null || File.Exists(file) ? file : Others.ProgramOf(project);
    }

    internal string BinOf(string project) => Path.Combine(Root, "artifacts", "bin", project, "release");
}
