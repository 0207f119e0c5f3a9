using Notifications.Testing;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>A fleet under load, what its customers saw, and which generation of APIs took an order and which of consumers sent its e-mail.</summary>
internal sealed class Deploy(Shop shop, Fleet fleet, Traffic traffic)
{
    /// <summary>Rolls while orders of both kinds are seen: taken by an old API and sent by a new consumer, and the other way round.</summary>
    public Task ToAsync(Release release, CancellationToken cancellation) => fleet.RollAsync(
        release,
        () => Eventually.TrueAsync(
            async () =>
            {
                var crossings = await CrossingsAsync("settled_at > now() - interval '10 seconds'");
                return crossings.ContainsKey((fleet.Generation - 1, fleet.Generation)) && crossings.ContainsKey((fleet.Generation, fleet.Generation - 1));
            },
            "an order of an old API was sent by a new consumer, and one of a new API by an old consumer",
            cancellation),
        cancellation);

    /// <summary>Every order exactly one e-mail, no request failed, and every host ended as it should.</summary>
    public async Task NobodyHasNoticedAsync(CancellationToken cancellation)
    {
        foreach (var order in traffic.Accepted.Keys)
            shop.Accepted.Add(order);
        var twice = await shop.EveryOrderHasItsMailAsync(cancellation);

        var slowestMail = await shop.QueryAsync<TimeSpan>("SELECT max(d.settled_at - o.accepted_at) FROM notifications.deliveries d JOIN orders.orders o USING (order_id)");
        var crossings = await CrossingsAsync("true");
        TestContext.Out.WriteLine(
            $"""
             {traffic.Accepted.Count + traffic.Failed.Count} requests, {traffic.Failed.Count} failed; median {traffic.Median.TotalMilliseconds:0} ms, slowest {traffic.Slowest.TotalMilliseconds:0} ms.
             {shop.Mail.Inbox.Messages.Count} e-mails, {twice} came twice; the slowest {slowestMail.TotalSeconds:0.0} s after its order.
             Orders by the generation that took and the one that sent them: {string.Join(", ", crossings.OrderBy(one => one.Key).Select(one => $"{one.Key.Took} → {one.Key.Sent} {one.Value}"))}.
             {fleet.ExitCodes.Count} hosts told to stop.
             """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(traffic.Failed, Is.Empty, "a request failed");
            Assert.That(twice, Is.Zero, "an e-mail came twice");
            Assert.That(await shop.QueryAsync<long>("SELECT count(*) FROM notifications.deliveries WHERE possible_duplicate OR attempt > 1"), Is.Zero, "an e-mail was tried twice");
            Assert.That(fleet.ExitCodes, Is.All.Zero);
        }
    }

    private async Task<Dictionary<(int Took, int Sent), int>> CrossingsAsync(string which)
    {
        var sent = await shop.PairsAsync($"SELECT order_id, split_part(claimed_by, '/', 2)::int FROM notifications.deliveries WHERE status = 'accepted' AND {which}");
        return sent
            .Where(mail => traffic.Accepted.ContainsKey(mail.Order))
            .CountBy(mail => (fleet.GenerationOf(traffic.Accepted[mail.Order]), fleet.GenerationOf(mail.Pid)))
            .ToDictionary();
    }
}
