using System.Xml.Linq;
using Notifications.ReconciliationJob.Sla;

namespace Notifications.ReconciliationJob.Tests.Sla;

/// <summary>The pages as a browser gets them: well-formed, nothing from outside, nothing that runs, nothing unescaped.</summary>
public sealed class PagesTests
{
    private const string Hostile = "<script>alert('&\"')</script>";

    private static IEnumerable<TestCaseData> Pages()
    {
        yield return new TestCaseData(SlaPage.Of(Views.Of(Views.Quiet))).SetName("The page of a quiet shop");
        yield return new TestCaseData(SlaPage.Of(Views.Of(Views.Quiet with { LastRun = null }))).SetName("The page of a new shop");
        yield return new TestCaseData(SlaPage.Of(Views.Of(Views.Troubled with { LastRun = Views.Quiet.LastRun! with { Node = Hostile } }))).SetName("The page of a troubled shop");
        yield return new TestCaseData(DailyPage.Of(Day)).SetName("The report of a troubled day");
        yield return new TestCaseData(DailyPage.Of(Day with { Gaps = [], Missed = [], Proof = null, Minutes = [.. Day.Minutes.Take(1)] })).SetName("The report of a minute");
    }

    private static DailyFigures Day { get; } = new(
        new DateOnly(2026, 11, 25),
        [.. Views.Minutes(1_000).Reverse()],
        new RunSums(5_760, 4_000_000, 120, 118, 119, 3, 1, Views.Noon),
        [new CoverageGap(Views.Noon.AddHours(-2), Views.Noon.AddHours(-1))],
        [
            new MissedOrder(Guid.Parse("01a20a66-7e25-718e-8177-d00785440d75"), Views.Noon.AddHours(-3), "accepted", 512.5, new LastFinding("deferred", "driven", Hostile, Views.Noon)),
            new MissedOrder(Guid.Parse("01a20a66-7e25-718e-8177-d00785440d76"), Views.Noon.AddHours(-3), null, null, null),
        ],
        new DailyProof(Views.Noon, 4_000_000, 3_999_000, 300, 1_000, 0, 2, 0, 0, 1));

    [TestCaseSource(nameof(Pages))]
    public void A_page_is_well_formed_and_needs_nothing_else(string page)
    {
        var elements = XDocument.Parse(page).Descendants().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(elements.Select(element => element.Name.LocalName), Does.Not.Contain("script").And.Not.Contain("link").And.Not.Contain("img").And.Not.Contain("iframe"));
            Assert.That(elements.Attributes().Select(attribute => attribute.Name.LocalName), Has.None.AnyOf("src", "href", "onload", "onclick", "style"));
            Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("url(").And.Not.Contain("@import"));
            Assert.That(page, Does.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("Infinity"));
        }
    }

    [Test]
    public void What_others_have_written_is_text()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(XDocument.Parse(DailyPage.Of(Day)).Descendants("td").Select(cell => cell.Value), Does.Contain(Hostile));
            Assert.That(XDocument.Parse(SlaPage.Of(Views.Of(Views.Troubled with { LastRun = Views.Quiet.LastRun! with { Node = Hostile } }))).Descendants("dd").Select(figure => figure.Value), Does.Contain(Hostile));
        }
    }

    [Test]
    public void Only_the_page_of_now_asks_again_by_itself()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SlaPage.Of(Views.Of(Views.Quiet)), Does.Contain("http-equiv=\"refresh\" content=\"15\""));
            Assert.That(DailyPage.Of(Day), Does.Not.Contain("http-equiv=\"refresh\""));
        }
    }

    [TestCase(0.99999999, "100 %")]
    [TestCase(0.9999996, "100 %")]
    [TestCase(0.999999, "99.999 %")]
    [TestCase(0.99949, "99.949 %")]
    [TestCase(-1.5, "-150 %")]
    [TestCase(1, "100 %")]
    [TestCase(null, "–")]
    public void A_share_is_not_rounded_up(double? share, string text) => Assert.That(Html.Share(share), Is.EqualTo(text));

    [TestCase("450 <ana@example.test> try later", "450 <(address)> try later")]
    [TestCase("550 5.1.1 ana.maria+shop@mail.example.test: unknown", "550 5.1.1 (address): unknown")]
    [TestCase("to=\"josé@exämple.test\", refused", "to=\"(address)\", refused")]
    [TestCase("no address @ all", "no address @ all")]
    [TestCase(null, null)]
    public void A_reason_is_shown_without_addresses(string? reason, string? shown) => Assert.That(Reasons.WithoutAddresses(reason), Is.EqualTo(shown));
}
