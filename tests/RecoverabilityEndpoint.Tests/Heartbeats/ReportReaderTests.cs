using Notifications.RecoverabilityEndpoint.Heartbeats;

namespace Notifications.RecoverabilityEndpoint.Tests.Heartbeats;

[Parallelizable(ParallelScope.All)]
public sealed class ReportReaderTests
{
    private const string BeatType = "ServiceControl.Plugin.Heartbeat.Messages.EndpointHeartbeat";
    private static readonly ReportingEndpoint Shop = new("Shop", ReportMessage.Host, "vm");
    private static readonly DateTimeOffset Time = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_heartbeat_a_start_and_a_check_say_who_and_when()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReportReader.Read(ReportMessage.Beat(executedAt: "2026-11-25T09:00:00.0000000Z")), Is.EqualTo(new Report.Beat(Shop, Time)));
            Assert.That(ReportReader.Read(ReportMessage.Beat(executedAt: "2026-11-25T11:00:00+02:00")), Is.EqualTo(new Report.Beat(Shop, Time)));
            Assert.That(ReportReader.Read(ReportMessage.Beat(executedAt: "2026-11-25T09:00:00")), Is.EqualTo(new Report.Beat(Shop, Time)), "without a zone it is UTC");
            Assert.That(ReportReader.Read(ReportMessage.Beat(executedAt: "soon")), Is.EqualTo(new Report.Beat(Shop, null)));
            Assert.That(ReportReader.Read(ReportMessage.Started()), Is.EqualTo(new Report.Started(Shop with { Host = "vm/7" }, Time)));
            Assert.That(ReportReader.Read(ReportMessage.Check(hasFailed: true, "2026-11-25T09:00:00Z")), Is.EqualTo(new Report.Checked(Shop, "Disk", "Storage", "full", Time)));
            Assert.That(ReportReader.Read(ReportMessage.Check(hasFailed: false, "2026-11-25T09:00:00Z")), Is.EqualTo(new Report.Checked(Shop, "Disk", "Storage", null, Time)));
        }
    }

    [TestCase(BeatType, "")]
    [TestCase(BeatType, "null")]
    [TestCase(BeatType, "[]")]
    [TestCase(BeatType, "{}")]
    [TestCase(BeatType, """{"EndpointName":7,"HostId":"52a45fc1-d332-666f-b07a-442a7583d759"}""")]
    [TestCase(BeatType, """{"EndpointName":"\ud800","HostId":"52a45fc1-d332-666f-b07a-442a7583d759"}""")]
    [TestCase(BeatType, """{"EndpointName":"Shop","HostId":"none"}""")]
    [TestCase("ServiceControl.Plugin.CustomChecks.Messages.ReportCustomCheckResult", """{"EndpointName":"Shop","HostId":"52a45fc1-d332-666f-b07a-442a7583d759","CustomCheckId":"Disk"}""")]
    [TestCase("Shop.PlaceOrder", "{}")]
    [TestCase("", "{}")]
    public void Anything_else_is_no_report(string type, string body) => Assert.That(ReportReader.Read(ReportMessage.Of(type, body)), Is.TypeOf<Report.Unreadable>());

    [Test]
    public void So_is_what_is_nested_without_end_or_larger_than_any_of_them() => Assert.That(
        new[] { new string('[', 60_000), $"{{\"x\":\"{new string('x', 70_000)}\"}}" }.Select(body => ReportReader.Read(ReportMessage.Of(BeatType, body))), Is.All.TypeOf<Report.Unreadable>());

    [Test]
    public void Names_are_bounded_and_without_NUL()
    {
        var beat = (Report.Beat)ReportReader.Read(ReportMessage.Beat($"\\u0000{new string('n', 1_000)}"));
        Assert.That(beat.From.Name, Does.StartWith("\uFFFDn").And.Length.EqualTo(255));
    }
}
