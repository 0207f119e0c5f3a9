using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>Figures as a test wants them, without a database.</summary>
internal static class Views
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static SlaSnapshot Quiet { get; } = new(
        Noon, [], null, 0, new SlaSums(60, 0, 0, 0, 0, null), new SlaSums(720, 0, 0, 0, 0, null), new SlaSums(28 * 1440, 0, 0, 0, 0, null),
        new LastRun(7, "new", "node1", Noon.AddSeconds(-9), Noon.AddSeconds(-8), 8, Noon.AddSeconds(-69)), []);

    /// <summary>Unsent, late, forecast, missed: of everything something.</summary>
    public static SlaSnapshot Troubled { get; } = Quiet with
    {
        Unsent = [new(TimeSpan.FromSeconds(300), 11, 2, 0), new(TimeSpan.FromSeconds(90), 600, 3, 1)],
        OldestUnsentSeconds = 412.25,
        SentPerSecond = 2.5,
        LastHour = new SlaSums(60, 1_000, 900, 40, 60, 512.5),
        Today = new SlaSums(720, 20_000, 19_000, 700, 300, 512.5),
        Period = new SlaSums(28 * 1440, 1_001_000, 999_700, 1_000, 300, 2_000),
        Minutes = Minutes(180),
    };

    public static SlaView Of(SlaSnapshot snapshot) => SlaView.Of(snapshot, new SlaSettings(), TimeSpan.FromSeconds(60));

    /// <summary>The newest first, as a snapshot has them.</summary>
    public static IReadOnlyList<SlaMinute> Minutes(int count) =>
    [
        .. Enumerable.Range(7, count).Select(ago => ago % 10 == 3
            ? new SlaMinute(Noon.AddMinutes(-ago), 0, 0, 0, 0, null, null, null)
            : new SlaMinute(Noon.AddMinutes(-ago), 100 + ago, 99 + ago - (ago % 50 == 0 ? 9 : 0), 1, ago % 50 == 0 ? 9 : 0, 0.812, ago % 50 == 0 ? 340.5 : 4.25, ago % 50 == 0 ? 512.5 : 9.5)),
    ];
}
