using Notifications.NotificationEndpoint.Relays;

namespace Notifications.NotificationEndpoint.Tests.Relays;

[Parallelizable(ParallelScope.All)]
public sealed class SessionLimitTests
{
    [Test]
    public void A_relay_gets_as_many_as_it_was_given_from_the_start() => Assert.That(new SessionLimit(8).Value, Is.EqualTo(8));

    [Test]
    public void It_gets_half_when_it_asks_for_less_and_never_none()
    {
        var limit = new SessionLimit(8);
        var values = Enumerable.Range(0, 5).Select(_ =>
        {
            limit.AskedForLess(limit.Begin());
            return limit.Value;
        });
        Assert.That(values, Is.EqualTo(new[] { 4, 2, 1, 1, 1 }));
    }

    [Test]
    public void Mails_that_were_turned_away_together_cut_once()
    {
        var limit = new SessionLimit(8);
        var together = Enumerable.Range(0, 8).Select(_ => limit.Begin()).ToList();
        Assert.That(together.Select(limit.AskedForLess), Is.EqualTo(new[] { true, false, false, false, false, false, false, false }));
        Assert.That(limit.Value, Is.EqualTo(4));
    }

    [Test]
    public void It_grows_by_one_with_each_round_that_is_taken_up_to_what_it_was_given()
    {
        var limit = new SessionLimit(6);
        limit.AskedForLess(limit.Begin());
        var values = new List<int>();
        for (var mail = 0; mail < 20; mail++)
        {
            limit.Accepted();
            values.Add(limit.Value);
        }

        Assert.That(values.Distinct(), Is.EqualTo(new[] { 3, 4, 5, 6 }));
        Assert.That(values.IndexOf(4), Is.InRange(2, 4), "the mails of about one round");
    }
}
