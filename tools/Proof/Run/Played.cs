using Notifications.Proof.Check;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Run;

/// <summary>What came of a scenario.</summary>
/// <param name="Evidence">Of its end.</param>
/// <param name="Findings">All of them; of a scenario that is checked twice, those of both times.</param>
/// <param name="Table">The same for a person.</param>
/// <param name="Lasted">From its first process to its last.</param>
/// <param name="Folder">With everything that was seen.</param>
internal sealed record Played(Evidence Evidence, IReadOnlyList<Finding> Findings, string Table, TimeSpan Lasted, string Folder)
{
    public bool Holds => Findings.All(finding => finding.Holds);

    /// <param name="folders">To be checked; the last one is of the end.</param>
    /// <param name="startedAt">When its first process was.</param>
    /// <param name="cancellation">Of the run.</param>
    public static async Task<Played> CheckAsync(IReadOnlyList<string> folders, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var (findings, table) = (new List<Finding>(), "");
        var evidence = default(Evidence)!;
        foreach (var folder in folders)
        {
            evidence = await Evidence.ReadAsync(folder, cancellation);
            var found = Checker.Check(evidence);
            table += Check.Table.Of(evidence, found);
            findings.AddRange(found);
        }

        return new Played(evidence, findings, table, DateTimeOffset.UtcNow - startedAt, folders[^1]);
    }
}
