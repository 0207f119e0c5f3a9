using CsCheck;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>What happens to the world, until the faults stop.</summary>
/// <param name="Moves">At most 120.</param>
/// <param name="Mood">What relays mostly answer meanwhile.</param>
/// <param name="IsAccepted">What they answer when the faults have stopped.</param>
internal sealed record Interleaving(Choice[] Moves, RelayAnswer Mood, bool IsAccepted)
{
    public static readonly Gen<Interleaving> Any = Gen.Select(
        Choice.Any.Array[1, 120], Gen.Int[0, RelayAnswer.All.Length - 1], Gen.Bool, (moves, mood, accepted) => new Interleaving(moves, RelayAnswer.All[mood], accepted));

    public void Run(Action<string>? tell = null)
    {
        var world = new World(tell);
        foreach (var move in Moves)
            world.Apply(move, new Turn(move.How, Mood));
        world.Settle(IsAccepted ? RelayAnswer.Yes : RelayAnswer.No);
    }

    /// <summary>All that happened, a line a move, up to the broken promise.</summary>
    public string Story()
    {
        var lines = new List<string> { "" };
        try
        {
            Run(lines.Add);
        }
        catch (BrokenPromiseException broken)
        {
            lines.Add($"Broken: {broken.Message}");
        }

        return string.Join('\n', lines);
    }
}
