namespace Notifications.MailCatcher.Faults;

/// <summary>The faults in force, in the order they are asked: the first that matches strikes. Safe for many threads.</summary>
public sealed class FaultRules
{
    private readonly Lock _lock = new();
    private volatile FaultRule[] _rules = [];

    public IReadOnlyList<FaultRule> Current => _rules;

    /// <summary>Adds one at the end.</summary>
    /// <exception cref="ArgumentException">It makes no sense; the message names the field.</exception>
    public FaultRule Add(Fault fault)
    {
        Require(fault);
        var rule = new FaultRule(fault);
        lock (_lock)
            _rules = [.. _rules, rule];
        return rule;
    }

    /// <summary>Replaces them all; whoever hangs because of an old one goes on.</summary>
    /// <exception cref="ArgumentException">One makes no sense, and nothing has changed.</exception>
    public void Set(IEnumerable<Fault> faults)
    {
        FaultRule[] rules = [.. faults.Select(fault => new FaultRule(fault))];
        foreach (var rule in rules)
            Require(rule.Fault);

        FaultRule[] old;
        lock (_lock)
            (old, _rules) = (_rules, rules);
        foreach (var rule in old)
            rule.Remove();
    }

    /// <summary>Removes one; whoever hangs because of it goes on.</summary>
    public void Remove(FaultRule rule)
    {
        lock (_lock)
            _rules = [.. _rules.Where(other => other != rule)];
        rule.Remove();
    }

    public void Clear() => Set([]);

    internal FaultRule? Strike(FaultPoint at, IReadOnlyList<string> recipients)
    {
        foreach (var rule in _rules)
        {
            if (rule.TryStrike(at, recipients))
                return rule;
        }

        return null;
    }

    private static void Require(Fault fault)
    {
        if (fault.Check() is { } problem)
            throw new ArgumentException($"The fault's {problem.Field}: {problem.Sentence}.", nameof(fault));
    }
}
