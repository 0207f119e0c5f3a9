namespace Notifications.Messaging.Inbound;

/// <summary>The two ways by which messages come to an endpoint, a queue each.</summary>
internal enum Lane
{
    /// <summary>By the endpoint's own address: first deliveries, and what an operator sends back.</summary>
    New,

    /// <summary>By its second address: what it has put off itself, and what is driven again.</summary>
    Retries,
}
