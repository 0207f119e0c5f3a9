using Notifications.ReconciliationJob.Proof;

namespace Notifications.ReconciliationJob.Tests.Proof;

[Parallelizable(ParallelScope.All)]
public sealed class StandingsTests
{
    [TestCase(null, 299.9, ExpectedResult = "Pending")]
    [TestCase(null, 300, ExpectedResult = "Missing")]
    [TestCase("claimed", 299.9, ExpectedResult = "Pending")]
    [TestCase("claimed", 300, ExpectedResult = "Missing")]
    [TestCase("deferred", 10, ExpectedResult = "Pending")]
    [TestCase("deferred", 4_000, ExpectedResult = "Missing")]
    [TestCase("unknown", 10, ExpectedResult = "Pending")]
    [TestCase("unknown", 4_000, ExpectedResult = "Missing")]
    [TestCase("rejected", 10, ExpectedResult = "Rejected")]
    [TestCase("rejected", 4_000, ExpectedResult = "Rejected")]
    [TestCase("accepted", 10, ExpectedResult = "Accepted")]
    [TestCase("accepted", 4_000, ExpectedResult = "Accepted")]
    public string An_order_is_pending_for_five_minutes_and_missing_after_that(string? status, double age) =>
        Standings.Of(Order(status is null ? null : new DeliveryFacts(status, 1, null), age)).ToString();

    [TestCase("accepted", 300, ExpectedResult = false)]
    [TestCase("accepted", 300.001, ExpectedResult = true)]
    [TestCase("rejected", 400, ExpectedResult = false)]
    public bool Late_is_what_was_accepted_after_more_than_five_minutes(string status, double after) =>
        Standings.IsLate(Order(new DeliveryFacts(status, 1, TimeSpan.FromSeconds(after))));

    [TestCase("1 accepted", false, ExpectedResult = false)]
    [TestCase("1 deferred, 2 accepted", false, ExpectedResult = false)]
    [TestCase("1 accepted, 3 accepted", false, ExpectedResult = true)]
    [TestCase("1 accepted, 3 accepted", true, ExpectedResult = false)]
    public bool Twice_is_what_was_accepted_more_than_once_and_is_not_flagged(string log, bool flagged) =>
        Standings.IsTwice(new Facts("accepted", 3, log, Flagged: flagged).ToOrder());

    private static OrderFacts Order(DeliveryFacts? delivery, double age = 4_000) => new(Guid.Empty, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(age), delivery, []);
}
