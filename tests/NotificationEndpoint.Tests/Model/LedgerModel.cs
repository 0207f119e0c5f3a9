using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>
/// The ledger as docs/states.md tells it, in memory: who may send, and what an end changes. That the SQL does the same is checked by
/// <see cref="LedgerConformanceTests"/>; that it is enough, by <see cref="DeliveryModelTests"/>.
/// </summary>
internal sealed class LedgerModel(TimeSpan lease)
{
    private readonly Dictionary<Guid, (string Recipient, DateTimeOffset AcceptedAt)> _orders = [];
    private readonly Dictionary<DeliveryKey, DeliveryRow> _rows = [];
    private readonly Dictionary<DeliveryKey, HashSet<LoggedEnd>> _log = [];

    public void Place(Guid order, string recipient, DateTimeOffset now) => _orders.Add(order, (recipient, now));

    public void Remove(Guid order) => _orders.Remove(order);

    public DeliveryRow? RowOf(DeliveryKey delivery) => _rows.GetValueOrDefault(delivery);

    public IReadOnlySet<LoggedEnd> LogOf(DeliveryKey delivery) => _log.TryGetValue(delivery, out var ends) ? ends : _log[delivery] = [];

    /// <summary>Answers requests that come at the same time: of copies one gets the claim.</summary>
    public IReadOnlyList<Claim> Answer(IReadOnlyList<ClaimRequest> wanted, DateTimeOffset now)
    {
        var taken = wanted.Where(request => IsOrdered(request) == true)
            .GroupBy(request => request.Delivery)
            .Where(copies => IsFree(RowOf(copies.Key), copies.Any(copy => copy.ByOperator), now))
            .ToDictionary(copies => copies.Key, copies => Take(copies.First(), now));
        var given = new HashSet<DeliveryKey>();
        return [.. wanted.Select(request => Find(request, now).Answer(taken.GetValueOrDefault(request.Delivery)) switch
        {
            Claim.Ours when !given.Add(request.Delivery) => new Claim.HeldByAnother(lease),
            var answer => answer,
        })];
    }

    /// <returns>For each end whether it was written.</returns>
    public IReadOnlyList<bool> Write(IReadOnlyList<AttemptEnd> ends, DateTimeOffset now) => [.. ends.Select(end => Write(end, now))];

    private bool? IsOrdered(ClaimRequest request) => _orders.TryGetValue(request.Delivery.OrderId, out var order) ? order.Recipient == request.Recipient : null;

    private static bool IsFree(DeliveryRow? row, bool byOperator, DateTimeOffset now) => row switch
    {
        null or { Status: "deferred" } or { Status: "unknown", UnseenEnds: < DeliveryRules.MostUnseenEnds } => true,
        { Status: "claimed" } => row.LeaseUntil <= now,
        { Status: "rejected" or "unknown" } => byOperator,
        _ => false,
    };

    private Claim.Ours Take(ClaimRequest request, DateTimeOffset now)
    {
        var before = RowOf(request.Delivery);
        if (before is { Status: "claimed" })
            Log(request.Delivery, new LoggedEnd(before.Attempt, "taken_over"));
        var accepted = _orders[request.Delivery.OrderId].AcceptedAt;
        var canBe = request.PublishedAt >= accepted.AddMinutes(-1) && request.PublishedAt <= now.AddMinutes(1);
        var row = new DeliveryRow(
            "claimed", (before?.Attempt ?? 0) + 1, request.Relay, before?.FirstClaimedAt ?? now, now, now + lease, Reason: before?.Reason, UnseenEnds: before?.UnseenEnds ?? 0,
            PossibleDuplicate: before is { PossibleDuplicate: true } or { Status: "claimed" or "unknown" }, PublishedAt: before?.PublishedAt ?? (canBe ? request.PublishedAt : null));
        _rows[request.Delivery] = row;
        return new Claim.Ours(row.Attempt, now, row.PossibleDuplicate, row.UnseenEnds, Suppressed: null);
    }

    private Found Find(ClaimRequest request, DateTimeOffset now)
    {
        var row = RowOf(request.Delivery);
        var remaining = row?.LeaseUntil > now ? row.LeaseUntil.Value - now : TimeSpan.Zero;
        return new Found(IsOrdered(request), row?.Status, row?.Reason, remaining);
    }

    private bool Write(AttemptEnd end, DateTimeOffset now)
    {
        var status = MailOutcome.NameOf(end.Outcome);
        Log(end.Key, new LoggedEnd(end.Claim.Attempt, status));
        if (RowOf(end.Key) is not { } row || row.Attempt != end.Claim.Attempt || (row.Status != "claimed" && row.Status != status))
            return false;
        var reason = MailOutcome.ReasonOf(end.Outcome);
        _rows[end.Key] = row with
        {
            Status = status,
            Relay = end.Relay,
            LeaseUntil = null,
            SettledAt = row.SettledAt ?? now,
            NextAttemptAt = status is "deferred" or "unknown" ? now + end.AgainAfter : null,
            Reply = status == "accepted" ? reason : null,
            Reason = status == "accepted" ? null : reason,
            UnseenEnds = row.UnseenEnds + (row.Status == "claimed" && status == "unknown" ? 1 : 0),
        };
        return true;
    }

    private void Log(DeliveryKey delivery, LoggedEnd end) => ((HashSet<LoggedEnd>)LogOf(delivery)).Add(end);
}
