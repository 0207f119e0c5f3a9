using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Returns;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

public sealed class ReturnAddressTests
{
    [TestCase("Shipping", null, "Shipping", null, TestName = "To the queue in which it failed")]
    [TestCase("NotificationEndpoint", null, "NotificationEndpoint.Retries", null, TestName = "Of an endpoint with a lane for retries to that lane")]
    [TestCase("Shipping", "Bridge", "Bridge", "Shipping", TestName = "To whoever carries it on, with the address for which it is")]
    [TestCase("Shipping", "", "Shipping", null, TestName = "An empty carrier is none")]
    [TestCase(null, "Bridge", null, null, TestName = "Nowhere if it does not say where it failed")]
    [TestCase("", null, null, null, TestName = "An empty address is none")]
    public void Where_a_message_goes(string? address, string? retryTo, string? exchange, string? forwardTo)
    {
        var headers = retryTo is null ? [] : new Dictionary<string, string> { [Headers.RetryTo] = retryTo };
        Assert.That(ReturnAddress.Of(address, headers), Is.EqualTo(exchange is null ? null : new ReturnAddress(exchange, forwardTo)));
    }
}
