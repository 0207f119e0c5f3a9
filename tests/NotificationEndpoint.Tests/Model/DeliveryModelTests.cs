using CsCheck;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>
/// Random interleavings of consumers that work, die and freeze, of a broker that hands out again, of relays that answer as they like, and of time. The ones
/// that decide are the product's. A failure names the broken promise and tells the shortest story found; its seed, given as <c>CsCheck_Seed</c>, plays it again.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class DeliveryModelTests
{
    [TestCase(6_000)]
    [TestCase(1_000_000, Explicit = true, Reason = "Takes minutes.")]
    public void Whatever_happens_every_order_ends_and_every_second_e_mail_is_explained(int interleavings) =>
        Interleaving.Any.Sample(interleaving => interleaving.Run(), iter: interleavings, print: interleaving => interleaving.Story());
}
