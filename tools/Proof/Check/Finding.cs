namespace Notifications.Proof.Check;

/// <summary>One invariant and what the journals say of it.</summary>
/// <param name="Invariant">A short name for the table, by which a mutant tells what it has to break.</param>
/// <param name="Checked">Of how many it was looked at.</param>
/// <param name="Broken">For how many it does not hold.</param>
/// <param name="Note">Figures worth knowing; of what is broken the first few, so that they can be looked up.</param>
public sealed record Finding(string Invariant, long Checked, long Broken, string Note)
{
    public bool Holds => Broken == 0;
}
