namespace Notifications.Proof.Mutants;

/// <summary>One safety of the product taken away, to see that its absence is noticed: a checker that never finds anything proves nothing.</summary>
/// <param name="Name">For the table; also the name of its build.</param>
/// <param name="Takes">What the product does no longer, as a sentence.</param>
/// <param name="File">Which is changed, from the root of the repository.</param>
/// <param name="Original">Occurs once in it.</param>
/// <param name="Replacement">Stands there instead.</param>
/// <param name="CaughtBy">The scenario that has to go red.</param>
/// <param name="Breaks">The invariants that do not hold then, all of them; there may be more.</param>
public sealed record Mutant(string Name, string Takes, string File, string Original, string Replacement, string CaughtBy, IReadOnlyList<string> Breaks)
{
    /// <summary>For example <c>Messaging</c>.</summary>
    public string Project => File.Split('/')[1];

    /// <summary>The file, changed.</summary>
    /// <exception cref="InvalidOperationException">The code has moved on and the original does not stand there once.</exception>
    public string Apply(string text)
    {
        var place = text.IndexOf(Original, StringComparison.Ordinal);
        return place >= 0 && place == text.LastIndexOf(Original, StringComparison.Ordinal)
            ? text.Remove(place, Original.Length).Insert(place, Replacement)
            : throw new InvalidOperationException($"What the mutant {Name} replaces does not stand once in {File}; make it fit the code again.");
    }
}
