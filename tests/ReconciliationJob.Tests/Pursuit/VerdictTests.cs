using Notifications.ReconciliationJob.Pursuit;

namespace Notifications.ReconciliationJob.Tests.Pursuit;

/// <summary>What is done about an order without an accepted e-mail. Times in seconds.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class VerdictTests
{
    private static readonly ReconciliationSettings Settings = new();

    [TestCase(null, null, "drive", TestName = "Nobody has taken it on")]
    [TestCase("claimed", 30, "wait 35", TestName = "Somebody is at it: until the lease is over, and a copy that waits for that has come")]
    [TestCase("claimed", -4, "wait 1", TestName = "The lease is over since a moment: a copy that waits for that comes first")]
    [TestCase("claimed", -5, "drive", TestName = "The lease is over and nobody has taken it over")]
    [TestCase("deferred", 20, "wait 80", TestName = "It will be tried again by itself")]
    [TestCase("deferred", -59, "wait 1", TestName = "The retry is due and has its time")]
    [TestCase("deferred", -60, "drive", TestName = "The retry did not come")]
    [TestCase("unknown", 20, "wait 80", TestName = "It will be sent again by itself")]
    [TestCase("unknown", -60, "drive", TestName = "It was not sent again")]
    [TestCase("rejected", null, "person", TestName = "Rejected for good")]
    [TestCase("accepted", null, "sent", TestName = "Sent meanwhile")]
    public void By_what_the_ledger_says(string? status, int? dueIn, string expected) =>
        Assert.That(Told(Verdict.Of(Order(Delivery(status, dueIn)), Settings)), Is.EqualTo(expected));

    [TestCase(2, "drive")]
    [TestCase(3, "person")]
    public void What_went_out_three_times_without_an_answer_is_left_to_a_person(int unseenEnds, string expected) =>
        Assert.That(Told(Verdict.Of(Order(Delivery("unknown", -60) with { UnseenEnds = unseenEnds }), Settings)), Is.EqualTo(expected));

    [TestCase(0, 25, "drive", TestName = "An order that became old while nobody looked is driven once at least")]
    [TestCase(9, 23, "drive", TestName = "What fails is pursued for a day")]
    [TestCase(9, 25, "give up", TestName = "What failed for a day is given up")]
    public void Age_ends_it(int times, int hours, string expected) =>
        Assert.That(Told(Verdict.Of(Order(Delivery("deferred", -90)) with { Times = times, Age = TimeSpan.FromHours(hours) }, Settings)), Is.EqualTo(expected));

    [Test]
    public void An_order_that_is_given_up_is_not_given_up_while_somebody_is_at_it() =>
        Assert.That(Told(Verdict.Of(Order(Delivery("claimed", 30)) with { Times = 9, Age = TimeSpan.FromHours(25) }, Settings)), Is.EqualTo("wait 35"));

    [Test]
    public void One_that_was_driven_a_moment_ago_is_left_alone() =>
        Assert.That(Told(Verdict.Of(Order(null) with { Times = 1, MayBeDrivenIn = TimeSpan.FromSeconds(40) }, Settings)), Is.EqualTo("wait 40"));

    [Test]
    public void The_pause_after_a_drive_doubles_up_to_a_quarter_of_an_hour() =>
        Assert.That(
            Enumerable.Range(0, 7).Append(10_000).Select(times => Verdict.PauseAfterDrive(times, Settings).TotalMinutes),
            Is.EqualTo(new double[] { 1, 2, 4, 8, 15, 15, 15, 15 }));

    [TestCase(300, false)]
    [TestCase(300.001, true)]
    public void Later_than_five_minutes_is_late(double seconds, bool late) =>
        Assert.That(new Verdict.Sent(TimeSpan.FromSeconds(seconds)).IsLate, Is.EqualTo(late));

    private static OpenOrder Order(OpenDelivery? delivery) =>
        new(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(3), Times: 0, MayBeDrivenIn: TimeSpan.Zero, delivery);

    private static OpenDelivery Delivery(string? status, int? dueIn) => status is null
        ? null!
        : new(status, dueIn is { } seconds ? TimeSpan.FromSeconds(seconds) : null, UnseenEnds: 0, SettledAfter: TimeSpan.FromMinutes(2), Reason: null);

    private static string Told(Verdict verdict) => verdict switch
    {
        Verdict.Sent => "sent",
        Verdict.Wait wait => $"wait {wait.For.TotalSeconds:0}",
        Verdict.Drive => "drive",
        Verdict.LeaveToAPerson => "person",
        Verdict.GiveUp => "give up",
        _ => verdict.ToString(),
    };
}
