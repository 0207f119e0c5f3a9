using System.Text.Json.Serialization;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>One thing that happened to a confirmation. What an event does not have is left out.</summary>
/// <param name="At">When: the database's clock, UTC. Of <c>published</c>, the clock of the process that published.</param>
/// <param name="Event">
/// <c>accepted</c>: the order was. <c>published</c>: its command was. <c>claimed</c>: a consumer is at it now. <c>attempt</c>: one has ended.
/// <c>driven</c>, <c>left_to_a_person</c>, <c>given_up</c>: what reconciliation decided. <c>email_accepted</c>: the end.
/// </param>
public sealed record TimelineEvent(DateTimeOffset At, string Event)
{
    /// <summary>Its number, from 1 on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempt { get; init; }

    /// <summary>accepted, deferred, rejected, unknown or taken_over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }

    /// <summary>The confirmation's, as reconciliation found it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>When the attempt began; <c>At</c> is its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>After that another consumer may take over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>By which it was sent. For operators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Relay { get; init; }

    /// <summary>Whose fault it was: message, recipient or relay. For operators only; a customer has it as the reason.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Blame { get; init; }

    /// <summary>What the relay said when it took the e-mail, 500 characters at most. For operators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reply { get; init; }

    /// <summary>Why it did not go out, 500 characters at most; for a customer one of the words that <see cref="ReasonWord"/> has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The process, as machine/pid, or the node of reconciliation. For operators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }
}
