using Notifications.Messages;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>Two orders, three consumers, a broker, two relays, reconciliation and an operator. Time is virtual: it passes when somebody lets it.</summary>
internal sealed class World
{
    public const int Orders = 2;
    public const string Recipient = "maria@example.test";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int Consumers = 3;
    private static readonly TimeSpan Lease = new LedgerSettings().Lease;
    private static readonly DeliveryKey[] Deliveries = [.. Enumerable.Range(0, Orders).Select(_ => new DeliveryKey(Guid.NewGuid(), NotificationKind.OrderConfirmation))];

    private readonly LedgerModel _ledger = new(Lease);
    private readonly ConsumerModel[] _consumers;
    private readonly List<int>[] _taken = [.. Enumerable.Range(0, Orders).Select(_ => new List<int>())];
    private readonly Dictionary<int, DateTimeOffset>[] _leases = [.. Enumerable.Range(0, Orders).Select(_ => new Dictionary<int, DateTimeOffset>())];
    private readonly int[] _claimsOfOperator = new int[Orders];
    private readonly DeliveryRow?[] _before = new DeliveryRow?[Orders];
    private readonly Action<string>? _tell;

    /// <param name="tell">Gets the story, a line a move.</param>
    public World(Action<string>? tell = null)
    {
        _tell = tell;
        Reconciliation = new ReconciliationModel(this);
        _consumers = [.. Enumerable.Range(0, Consumers).Select(number => new ConsumerModel(number, this))];
        for (var order = 0; order < Orders; order++)
        {
            _ledger.Place(Deliveries[order].OrderId, Recipient, Start);
            Broker.Publish(new Command(order, Retries: 0, ByOperator: false, Start));
        }
    }

    public DateTimeOffset Now { get; private set; } = Start;

    public BrokerModel Broker { get; } = new();

    public ReconciliationModel Reconciliation { get; }

    /// <summary>The defaults, but that a message may come back unsettled only thrice: few moves are enough to see what becomes of it.</summary>
    public RecoverabilitySettings Recoverability { get; } = new() { UnsettledDeliveries = 3 };

    public static DeliveryKey DeliveryOf(int order) => Deliveries[order];

    public DeliveryRow? RowOf(int order) => _ledger.RowOf(Deliveries[order]);

    public void Apply(Choice choice, Turn turn)
    {
        var consumer = choice.Who % Consumers;
        switch (choice.Move)
        {
            case Move.Step:
                Tell($"consumer {consumer}", _consumers[consumer].Step(turn));
                break;
            case Move.Pass:
                Now += choice.Time;
                break;
            case Move.Die:
                Tell($"consumer {consumer}", $"dies while {_consumers[consumer].Place}");
                _consumers[consumer].Die();
                break;
            case Move.Disconnect:
                Tell($"consumer {consumer}", $"loses its connection while {_consumers[consumer].Place}");
                Broker.Disconnect(consumer);
                break;
            case Move.Copy:
                Tell($"order {choice.Who % Orders}", "has a copy of its command");
                Broker.Publish(new Command(choice.Who % Orders, Retries: 0, ByOperator: false, Now));
                break;
            case Move.Reconcile:
                Tell("reconciliation", "runs");
                Reconciliation.Run();
                break;
            case Move.SendBack when Broker.Errors.Count > 0:
                Tell("the operator", "sends a failed message back");
                Broker.SendBack(choice.Who % Broker.Errors.Count, Now);
                break;
        }

        Check();
    }

    /// <summary>
    /// The faults have stopped: whoever was frozen goes on, reconciliation runs when it is its time, and relays answer as they are told. Every order has
    /// five minutes to come to its end, or two after reconciliation may drive it again, where it has done so often; then everything has to be quiet.
    /// </summary>
    public void Settle(RelayAnswer answer)
    {
        Tell("the faults", $"stop; relays answer: {answer.Name}");
        var how = new Turn(Turn.Quiet, answer);
        var (stopped, nextRun) = (Now, Now);
        var endBy = Enumerable.Range(0, Orders).Select(order => Later(stopped + DeliveryRules.DueWithin, Reconciliation.RestsUntil(order)?.AddMinutes(2))).ToArray();
        while (true)
        {
            GoOn(how);
            if (Now >= nextRun)
            {
                Reconciliation.Run();
                Check();
                nextRun = Now + ReconciliationModel.Settings.Every;
                continue;
            }

            if (Broker.IsQuiet && Reconciliation.IsIdle && Enumerable.Range(0, Orders).All(HasEnded))
                return;
            for (var order = 0; order < Orders; order++)
                Invariants.Hold(HasEnded(order) || Now <= endBy[order], $"order {order} comes to an end; it is {RowOf(order)}");
            Invariants.Hold(Now - stopped < TimeSpan.FromHours(1), "nothing keeps moving for ever");
            Now = Broker.NextVisible is { } visible && visible < nextRun ? visible : nextRun;
        }
    }

    public Claim Ask(ClaimRequest request)
    {
        var order = Array.IndexOf(Deliveries, request.Delivery);
        var claim = _ledger.Answer([request], Now)[0];
        if (claim is not Claim.Ours ours)
            return claim;
        Invariants.OneClaimAtATime(_leases[order].Values, Now);
        _leases[order][ours.Attempt] = Now + Lease;
        if (request.ByOperator)
            _claimsOfOperator[order]++;
        return claim;
    }

    /// <returns>False when it was refused.</returns>
    public bool Record(AttemptEnd end)
    {
        var order = Array.IndexOf(Deliveries, end.Key);
        var before = RowOf(order)!;
        var isWritten = _ledger.Write([end], Now)[0];
        _leases[order].Remove(end.Claim.Attempt);
        Invariants.LateWriteChangesNothing(end, before, RowOf(order)!);
        return isWritten;
    }

    /// <summary>A relay has taken the e-mail.</summary>
    public void Take(int order, int attempt) => _taken[order].Add(attempt);

    public void Tell(string who, string? what)
    {
        if (what is not null)
            _tell?.Invoke($"{(Now - Start).TotalSeconds,8:0.000} s  {who} {what}");
    }

    private bool HasEnded(int order) => RowOf(order) switch
    {
        { Status: "accepted" } => true,
        { Status: "rejected" } or { Status: "unknown", UnseenEnds: >= DeliveryRules.MostUnseenEnds } => Broker.Errors.Exists(command => command.Order == order),
        _ => false,
    };

    private void GoOn(Turn how)
    {
        var moves = 0;
        for (var moved = true; moved;)
        {
            moved = false;
            for (var number = 0; number < Consumers; number++)
            {
                while (_consumers[number].Step(how) is { } what)
                {
                    Tell($"consumer {number}", what);
                    Check();
                    moved = true;
                    Invariants.Hold(++moves < 1_000, "nothing keeps moving for ever");
                }
            }
        }
    }

    /// <summary>No two things happen at the same moment.</summary>
    private void Check()
    {
        Now += TimeSpan.FromMilliseconds(1);
        for (var order = 0; order < Orders; order++)
        {
            var row = RowOf(order);
            if (row == _before[order] && _taken[order].Count <= 1)
                continue;
            Invariants.OneWay(_before[order], row);
            Invariants.Explained(row!, _ledger.LogOf(Deliveries[order]), _taken[order], _claimsOfOperator[order]);
            _before[order] = row;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
