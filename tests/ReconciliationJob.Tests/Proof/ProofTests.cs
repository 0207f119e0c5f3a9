using Notifications.ReconciliationJob.Proof;

namespace Notifications.ReconciliationJob.Tests.Proof;

[Parallelizable(ParallelScope.All)]
public sealed class ProofTests
{
    private static readonly ProofCounts Sent = new(Orders: 9, Accepted: 9, Late: 0, Rejected: 0, Pending: 0, Flagged: 0, Missing: 0, Twice: 0, Unexplained: 0);

    private static IEnumerable<TestCaseData> Cases() =>
    [
        Case(Sent, whole: true, strictlyWhole: true).SetArgDisplayNames("sent"),
        Case(Sent with { Missing = 1 }, whole: false, strictlyWhole: false).SetArgDisplayNames("missing"),
        Case(Sent with { Twice = 1 }, whole: false, strictlyWhole: false).SetArgDisplayNames("twice"),
        Case(Sent with { Unexplained = 1 }, whole: false, strictlyWhole: false).SetArgDisplayNames("unexplained"),
        Case(Sent with { Late = 1 }, whole: true, strictlyWhole: false).SetArgDisplayNames("late"),
        Case(Sent with { Rejected = 1 }, whole: true, strictlyWhole: false).SetArgDisplayNames("rejected"),
        Case(Sent with { Pending = 1 }, whole: true, strictlyWhole: false).SetArgDisplayNames("pending"),
        Case(Sent with { Flagged = 1 }, whole: true, strictlyWhole: false).SetArgDisplayNames("flagged"),
        Case(Sent, whole: true, strictlyWhole: false, new Coverage([new Gap(default, default)], null)).SetArgDisplayNames("gap"),
        Case(Sent, whole: true, strictlyWhole: true, new Coverage([], DateTimeOffset.UnixEpoch)).SetArgDisplayNames("not looked at yet"),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Faults_break_a_proof_and_the_rest_does_so_only_strictly(ProofCounts counts, Coverage coverage, bool whole, bool strictlyWhole)
    {
        var proof = new ReconciliationJob.Proof.Proof(default, default, default, counts, new ProofLists([], [], [], [], []), coverage);
        Assert.That((proof.IsWhole(strict: false), proof.IsWhole(strict: true)), Is.EqualTo((whole, strictlyWhole)));
    }

    private static TestCaseData Case(ProofCounts counts, bool whole, bool strictlyWhole, Coverage? coverage = null) =>
        new(counts, coverage ?? new Coverage([], null), whole, strictlyWhole);
}
