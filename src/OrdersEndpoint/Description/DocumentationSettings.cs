namespace Notifications.OrdersEndpoint.Description;

/// <summary>What the API tells of itself; section <c>Documentation</c>. The document at <c>/openapi/v1.json</c> is always there.</summary>
public sealed record DocumentationSettings
{
    /// <summary>Whether <c>/scalar</c> shows the document as a page on which requests can be tried. Default off: it is for developers.</summary>
    public bool Page { get; init; }
}
