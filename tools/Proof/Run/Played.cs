using Notifications.Proof.Check;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Run;

/// <summary>What came of a scenario.</summary>
internal sealed record Played(Evidence Evidence, IReadOnlyList<Finding> Findings, TimeSpan Lasted, string Folder)
{
    public bool Holds => Findings.All(finding => finding.Holds);

    public static async Task<Played> CheckAsync(IReadOnlyList<string> folders, string folder, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var each in folders)
            findings.AddRange(Checker.Check(await Evidence.ReadAsync(each, cancellation)));
        return new Played(await Evidence.ReadAsync(folder, cancellation), findings, DateTimeOffset.UtcNow - startedAt, folder);
    }
}
