namespace Notifications.NotificationEndpoint.Relays;

public enum CircuitState
{
    /// <summary>In order: it gets mail.</summary>
    Closed,

    /// <summary>Down: it gets none, and is looked at after each <see cref="RelayCircuit.Rest"/>.</summary>
    Open,

    /// <summary>On trial, because it answers again or because it has refused everybody: one mail at a time, until one is accepted.</summary>
    HalfOpen,
}

/// <summary>Whether one relay is to be used. No I/O, no clock, not safe for several callers at once: its owner has a lock.</summary>
/// <param name="downAfter">Troubles in a row that open it.</param>
/// <param name="refusesAllAfter">Refusals in a row that put it on trial. It need not be down for that: it answers.</param>
/// <param name="longestRest">Between two looks.</param>
public sealed class RelayCircuit(int downAfter, int refusesAllAfter, TimeSpan longestRest)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);

    private int _troubles;
    private int _refusals;
    private TimeSpan _nextRest = FirstRest;

    public CircuitState State { get; private set; }

    /// <summary>While open: how long it is left alone before the next look.</summary>
    public TimeSpan Rest { get; private set; }

    /// <returns>True when the state has changed.</returns>
    public bool Note(RelaySign sign)
    {
        switch (State, sign)
        {
            case (CircuitState.Open, _): // a mail that was under way when it opened
            case (_, RelaySign.Nothing):
                return false;
            case (_, RelaySign.Accepted):
                (_troubles, _refusals, _nextRest) = (0, 0, FirstRest);
                return Become(CircuitState.Closed);
            case (_, RelaySign.Refused):
                return ++_refusals >= refusesAllAfter && Become(CircuitState.HalfOpen);
            default:
                return (++_troubles >= downAfter || State == CircuitState.HalfOpen) && OpenAgain();
        }
    }

    /// <summary>A look at it while open has ended.</summary>
    public void Looked(bool answers)
    {
        if (answers)
            Become(CircuitState.HalfOpen);
        else
            OpenAgain();
    }

    private bool OpenAgain()
    {
        Rest = _nextRest;
        _nextRest = 2 * _nextRest < longestRest ? 2 * _nextRest : longestRest;
        return Become(CircuitState.Open);
    }

    private bool Become(CircuitState state)
    {
        var changes = State != state;
        State = state;
        return changes;
    }
}
