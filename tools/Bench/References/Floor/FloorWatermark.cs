namespace Notifications.Bench.References.Floor;

/// <summary>Of numbers from 1 on that are done in any order: up to where all are. Not for many threads.</summary>
/// <param name="span">So far the newest may be ahead of the oldest that is not done.</param>
internal sealed class FloorWatermark(int span)
{
    private readonly bool[] _done = new bool[span];

    /// <summary>All up to this one are done.</summary>
    public ulong Low { get; private set; }

    public void Done(ulong number)
    {
        if (number > Low + (ulong)span)
            throw new InvalidOperationException($"{number} is done while {Low + 1} is not; that is more than {span} ahead.");
        _done[Place(number)] = true;
        while (_done[Place(Low + 1)])
        {
            Low++;
            _done[Place(Low)] = false;
        }
    }

    private int Place(ulong number) => (int)(number % (ulong)span);
}
