namespace Notifications.Proof.Tests.Check;

public sealed class ClosedTests
{
    [Test]
    public void A_delivery_that_is_still_claimed_breaks_it() =>
        Assert.That(SoundRun.Evidence.ChangeLedger(SoundRun.Plain, order => order with { Status = "claimed" }).Broken(), Is.EqualTo(new[] { "closed", "ledger agrees" }));

    [Test]
    public void So_does_one_whose_end_is_unknown_and_an_order_without_any()
    {
        Assert.That(Of("unknown"), Is.EqualTo(new[] { "closed" }));
        Assert.That(Of("deferred"), Is.EqualTo(new[] { "closed" }));
        Assert.That(Of(null), Is.EqualTo(new[] { "closed" }));
    }

    [Test]
    public void So_does_whatever_is_on_its_way()
    {
        var (sound, nothing) = (SoundRun.Evidence, SoundRun.Evidence.Remains);
        Assert.That((sound with { Remains = nothing with { Outbox = 1 } }).Broken(), Is.EqualTo(new[] { "closed" }));
        Assert.That((sound with { Remains = nothing with { Claims = 1 } }).Broken(), Is.EqualTo(new[] { "closed" }));
        Assert.That((sound with { Remains = nothing with { Pursued = 1 } }).Broken(), Is.EqualTo(new[] { "closed" }));
        Assert.That(
            (sound with { Remains = nothing with { Queues = new Dictionary<string, long> { ["a"] = 0, ["b"] = 1 } } }).Find("closed"),
            Is.EqualTo(sound.Find("closed") with { Broken = 1, Note = "1 in queue b" }));
    }

    // One that the client knows nothing of and that has no mail: only its state is wrong.
    private static IEnumerable<string> Of(string? status)
    {
        var sound = SoundRun.Evidence;
        return (sound with { Ledger = [.. sound.Ledger, SoundRun.Order(SoundRun.UnknownAndNotStored, status)] }).Broken();
    }
}
