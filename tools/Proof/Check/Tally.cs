namespace Notifications.Proof.Check;

/// <summary>Counts for one invariant, and keeps the first few of what breaks it.</summary>
internal sealed class Tally(string invariant)
{
    private const int Shown = 3;

    private readonly List<string> _broken = [];
    private long _checked, _brokenCount;

    /// <param name="flaw">What is wrong with this one, in words that lead to it; null: nothing.</param>
    public void Add(string? flaw)
    {
        _checked++;
        if (flaw is null)
            return;
        _brokenCount++;
        if (_broken.Count < Shown)
            _broken.Add(flaw);
    }

    /// <param name="figures">Worth knowing also when it holds.</param>
    public Finding Find(string figures = "")
    {
        var more = _brokenCount > _broken.Count ? $"and {_brokenCount - _broken.Count} more" : "";
        return new(invariant, _checked, _brokenCount, string.Join("; ", new[] { figures }.Concat(_broken).Append(more).Where(part => part.Length > 0)));
    }
}
