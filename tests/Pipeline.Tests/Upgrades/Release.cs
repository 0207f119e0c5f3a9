namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>One version's programs.</summary>
/// <param name="Name">For people.</param>
/// <param name="Root">The folder that it was built in; null for ours.</param>
internal sealed record Release(string Name, string? Root)
{
    public static readonly Release Ours = new("this version", null);

    /// <summary>The assembly of, for example, <c>OrdersEndpoint</c>; null for the one that lies beside us.</summary>
    public string? ProgramOf(string project) =>
        Root is null ? null : Path.Combine(Root, "artifacts", "bin", project, "release", $"Notifications.{project}.dll");
}
