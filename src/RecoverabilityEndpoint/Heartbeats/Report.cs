using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Heartbeats;

/// <summary>What an endpoint tells of itself. Texts are bounded.</summary>
internal abstract record Report
{
    private Report()
    {
    }

    /// <param name="From">Who.</param>
    /// <param name="SentAt">By its own clock; null when it does not say.</param>
    public sealed record Beat(ReportingEndpoint From, DateTimeOffset? SentAt) : Report;

    /// <param name="From">Who.</param>
    /// <param name="At">By its own clock; null when it does not say.</param>
    public sealed record Started(ReportingEndpoint From, DateTimeOffset? At) : Report;

    /// <param name="From">Who.</param>
    /// <param name="CheckId">The check's name.</param>
    /// <param name="Category">Of checks, for people.</param>
    /// <param name="FailureReason">Null when it has passed.</param>
    /// <param name="At">By its own clock; null when it does not say.</param>
    public sealed record Checked(ReportingEndpoint From, string CheckId, string Category, string? FailureReason, DateTimeOffset? At) : Report
    {
        public Guid Id => NamedId.Of($"{CheckId}{From.Name}{From.HostId}");
    }

    /// <param name="Why">A sentence.</param>
    public sealed record Unreadable(string Why) : Report;
}

/// <summary>One process, or rather one place at which processes of an endpoint run.</summary>
internal sealed record ReportingEndpoint(string Name, Guid HostId, string Host)
{
    public Guid Id => NamedId.Of($"{Name}{HostId}");
}
