using CsCheck;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>What the others do while a consumer makes its step.</summary>
/// <param name="How">From 0 to <see cref="Most"/>.</param>
/// <param name="Mood">What relays answer mostly: trouble comes in series.</param>
internal readonly record struct Turn(int How, RelayAnswer Mood)
{
    public const int Most = 31;

    /// <summary>Nothing goes wrong; the relay answers as its mood is.</summary>
    public const int Quiet = 20;

    public RelayAnswer Answer => How < RelayAnswer.All.Length ? RelayAnswer.All[How] : Mood;

    public bool NoRelay => How == Most;

    public bool DatabaseAway => How == Most - 1;

    public bool DatabaseAnswerLost => How == Most - 2;

    /// <summary>For the spread of delays.</summary>
    public double Chance => How / (double)Most;
}

/// <summary>One move of the world.</summary>
/// <param name="What">Which kind, by weight.</param>
/// <param name="Who">A consumer, an order, a failed message.</param>
/// <param name="How">For <see cref="Turn"/>, or how much time passes.</param>
internal readonly record struct Choice(int What, int Who, int How)
{
    private static readonly int[] Seconds = [1, 5, 10, 15, 30, 60, 65, 91, 100, 150];

    public static readonly Gen<Choice> Any = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 5], Gen.Int[0, Turn.Most], (what, who, how) => new Choice(what, who, how));

    public Move Move => What switch
    {
        < 64 => Move.Step,
        < 80 => Move.Pass,
        < 86 => Move.Die,
        < 90 => Move.Disconnect,
        < 93 => Move.Copy,
        < 97 => Move.Reconcile,
        _ => Move.SendBack,
    };

    public TimeSpan Time => TimeSpan.FromSeconds(Seconds[How % Seconds.Length]);
}

internal enum Move
{
    Step,
    Pass,
    Die,
    Disconnect,
    Copy,
    Reconcile,
    SendBack,
}
