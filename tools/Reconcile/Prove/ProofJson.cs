using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Notifications.ReconciliationJob.Proof;

namespace Notifications.Reconcile.Prove;

/// <summary>A proof as a script reads it; docs/reconciliation.md has the fields.</summary>
internal static class ProofJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for a page: a + stays one
        WriteIndented = true,
    };

    public static string Of(Proof proof, bool strict, bool late) => JsonSerializer.Serialize(
        new Shown(
            proof.From,
            proof.Until,
            proof.ProvedAt,
            strict,
            proof.IsWhole(strict),
            proof.Counts,
            [.. proof.Lists.Missing.Select(Of)],
            proof.Lists.Twice,
            proof.Lists.Unexplained,
            [.. proof.Lists.Rejected.Select(Of)],
            late ? [.. proof.Lists.Late.Select(order => new Late(order.OrderId, order.AcceptedAt, order.After.TotalSeconds))] : null,
            proof.Coverage),
        Json);

    private static Unsent Of(UnsentOrder order) => new(order.OrderId, order.AcceptedAt, order.State, order.Age.TotalSeconds, order.Reason);

    private sealed record Shown(
        DateTimeOffset From,
        DateTimeOffset Until,
        DateTimeOffset ProvedAt,
        bool Strict,
        bool Whole,
        ProofCounts Counts,
        IReadOnlyList<Unsent> Missing,
        IReadOnlyList<Disagreement> Twice,
        IReadOnlyList<Disagreement> Unexplained,
        IReadOnlyList<Unsent> Rejected,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Late>? Late,
        Coverage Coverage);

    private sealed record Unsent(Guid OrderId, DateTimeOffset AcceptedAt, string State, double AgeSeconds, string? Reason);

    private sealed record Late(Guid OrderId, DateTimeOffset AcceptedAt, double AfterSeconds);
}
