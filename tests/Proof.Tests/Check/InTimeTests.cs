using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class InTimeTests
{
    private static readonly Expectation Promise = new() { Usually = TimeSpan.FromSeconds(60), Always = TimeSpan.FromSeconds(300) };

    [TestCase(60, true)]
    [TestCase(60.001, false)]
    public void Of_a_few_none_may_be_later_than_usual(double seconds, bool holds) => Assert.That(Run(1, [seconds]).Broken(), holds ? Is.Empty : Is.EqualTo(new[] { "in time" }));

    [TestCase(1, true)]
    [TestCase(2, false)]
    public void Of_a_thousand_one_may(int late, bool holds) =>
        Assert.That(Run(1000, [.. Enumerable.Repeat(100.0, late)]).Broken(), holds ? Is.Empty : Is.EqualTo(new[] { "in time" }));

    [TestCase(300, true)]
    [TestCase(300.001, false)]
    public void None_may_be_later_than_the_promise(double seconds, bool holds) =>
        Assert.That(Run(5000, [seconds]).Broken(), holds ? Is.Empty : Is.EqualTo(new[] { "in time" }));

    [Test]
    public void The_first_copy_counts() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.Unread, mail => mail.CouldBeRead ? mail with { At = SoundRun.Start.AddSeconds(1000) } : mail).Broken(), Is.Empty);

    [TestCase(0, 121, 180, true)]
    [TestCase(0, 121, 182, false)]
    [TestCase(0, 119, 178, false, Description = "It was not long enough to be left out.")]
    [TestCase(-100, 50, 109, true, Description = "Only what of it fell into the time between.")]
    [TestCase(-100, 50, 112, false)]
    [TestCase(100, 300, 100, false, Description = "It began when the mail was late already.")]
    public void The_time_of_a_long_outage_does_not_count(double began, double ended, double took, bool holds) =>
        Assert.That(Run(1, [took], Outage(began, ended)).Broken(), holds ? Is.Empty : Is.EqualTo(new[] { "in time" }));

    [TestCase(true)]
    [TestCase(false)]
    public void Outages_at_the_same_time_are_left_out_once(bool holds) =>
        Assert.That(
            Run(1, [holds ? 218 : 222], Outage(50, 160), Outage(0, 100), Outage(70, 90)).Broken(), holds ? Is.Empty : Is.EqualTo(new[] { "in time" }));

    [Test]
    public void A_fault_that_is_no_outage_is_no_excuse() =>
        Assert.That(Run(1, [180], Outage(0, 150) with { IsOutage = false }).Broken(), Is.EqualTo(new[] { "in time" }));

    [Test]
    public void The_note_has_the_figures() =>
        Assert.That(
            Run(100, [30], Outage(500, 700)).Find("in time").Note,
            Is.EqualTo("p50 1.0 s, p99 1.0 s, p99.9 30.0 s, max 30.0 s; promised 60.0 s and 300.0 s; 200.0 s of outages left out"));

    private static FaultLine Outage(double began, double ended) =>
        new("the relay was away", Accepted.AddSeconds(began), Accepted.AddSeconds(ended), Ambiguous: false, IsOutage: true);

    private static DateTimeOffset Accepted => SoundRun.Order(0, "accepted").AcceptedAt;

    /// <summary>So many orders whose e-mail takes a second, but for the first ones.</summary>
    private static Evidence Run(int orders, double[] late, params FaultLine[] faults) => (SoundRun.Evidence with
    {
        Client = [.. Enumerable.Range(0, orders).Select(order => SoundRun.Request(order, Answered.Ok))],
        Mail = [.. Enumerable.Range(0, orders).Select(order => SoundRun.Mail(order, 0) with { At = Accepted.AddSeconds(order < late.Length ? late[order] : 1) })],
        Ledger = [.. Enumerable.Range(0, orders).Select(order => SoundRun.Order(order, "accepted", (1, "accepted")))],
        Faults = faults,
        Errors = [],
    }).Expecting(_ => Promise);
}
