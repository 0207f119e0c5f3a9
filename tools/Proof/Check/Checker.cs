using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>
/// What must be true of every run, computed from the journals alone. Nothing here knows the product's code: who checks with the rules by which
/// the product works finds only what the product knows of itself.
/// </summary>
public static class Checker
{
    /// <summary>One finding for each invariant, always all and in this order.</summary>
    public static IReadOnlyList<Finding> Check(Evidence evidence)
    {
        var stories = new Stories(evidence);
        return
        [
            Lost.Check(stories),
            Ghost.Check(stories),
            OneOrderPerKey.Check(stories),
            Duplicates.Check(stories),
            Explained.Check(stories),
            OneWinner.Check(stories),
            Identical.Check(stories),
            InTime.Check(stories),
            Closed.Check(evidence),
            ErrorsExact.Check(stories),
            NoLeak.Check(stories),
            LedgerAgrees.Check(stories),
            FaultsStruck.Check(stories),
        ];
    }
}
