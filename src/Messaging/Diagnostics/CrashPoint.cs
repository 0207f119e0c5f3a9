using System.Diagnostics;
#if CRASH_POINTS
using System.Globalization;
#endif

namespace Notifications.Messaging.Diagnostics;

/// <summary>
/// The places at which death hurts most, by name, so that a proof can die exactly there. Only in builds with <c>-p:CrashPoints=true</c>; no other build calls any of this.
/// The environment variable <c>CRASH_AT</c> says where: <c>after-claim:3</c> is the third time that this process has claimed.
/// </summary>
public static class CrashPoint
{
    /// <summary>Order and command are about to be committed; the database has nothing of them.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>They are committed; there is no answer yet, and nobody publishes the command from memory.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>A sweep has leased rows of the outbox and has published none.</summary>
    public const string AfterLease = "after-lease";

    /// <summary>The broker has confirmed commands whose rows are still in the outbox.</summary>
    public const string AfterConfirm = "after-confirm";

    /// <summary>A consumer has a command and has not asked the ledger.</summary>
    public const string BeforeClaim = "before-claim";

    /// <summary>The claim is committed; no relay knows of it.</summary>
    public const string AfterClaim = "after-claim";

    /// <summary>The final dot has left; no answer is read.</summary>
    public const string AfterDot = "after-dot";

    /// <summary>The relay has said yes; it is not recorded.</summary>
    public const string AfterAnswer = "after-answer";

    /// <summary>The end is recorded; the delivery is not acknowledged.</summary>
    public const string AfterRecord = "after-record";

    /// <summary>Reconciliation has committed the commands of a batch; its run has not ended.</summary>
    public const string AfterDrive = "after-drive";

    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> All { get; } =
        [BeforeCommit, AfterCommit, AfterLease, AfterConfirm, BeforeClaim, AfterClaim, AfterDot, AfterAnswer, AfterRecord, AfterDrive];

#if CRASH_POINTS
    private static readonly (string Name, int Time)? Chosen = Read(Environment.GetEnvironmentVariable("CRASH_AT"));
    private static int _times;
#endif

    /// <summary>At start: a crash that would never come would look like one that was survived.</summary>
    /// <exception cref="InvalidOperationException">There is no such point.</exception>
    [Conditional("CRASH_POINTS")]
    public static void Arm()
    {
#if CRASH_POINTS
        if (Chosen is { } chosen && (!All.Contains(chosen.Name) || chosen.Time < 1))
            throw new InvalidOperationException(
                $"CRASH_AT is '{Environment.GetEnvironmentVariable("CRASH_AT")}'; give a point and which time it is to be, as in {AfterClaim}:1. There are {string.Join(", ", All)}.");
#endif
    }

    /// <summary>Here it may end: no <c>finally</c>, no flush, as under <c>kill -9</c>. It does not return then.</summary>
    [Conditional("CRASH_POINTS")]
    public static void Reached(string name)
    {
#if CRASH_POINTS
        if (name != Chosen?.Name || Interlocked.Increment(ref _times) != Chosen?.Time)
            return;
        using var us = Process.GetCurrentProcess();
        us.Kill();
        Thread.Sleep(Timeout.Infinite);
#endif
    }

#if CRASH_POINTS
    private static (string Name, int Time)? Read(string? crashAt) =>
        crashAt?.Split(':') is [var name, .. var times] ? (name, int.TryParse(times is [var time] ? time : "", NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0) : null;
#endif
}
