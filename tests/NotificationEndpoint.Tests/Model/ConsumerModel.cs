using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>Where a consumer stands with its message. Between two of these it may die, be frozen or lose its connection.</summary>
internal enum Place
{
    Idle,
    Entering,
    Claiming,
    Sending,
    Recording,
    Settling,
    Acknowledging,
}

/// <summary>
/// One slot of a consumer, step by step: the way through MessageProcessor, SendOrderConfirmationHandler and Settlement, with all that they decide
/// left to them.
/// </summary>
internal sealed class ConsumerModel(int number, World world)
{
    private static readonly string[] Relays = ["first", "second"];
    private readonly List<string> _tried = [];
    private Command _command = null!;
    private TimeSpan? _nextDelay;
    private int _tries;
    private string _relay = "";
    private Outcome _outcome = null!;
    private RelayAnswer _answer = RelayAnswer.Yes;
    private bool _isTrouble;
    private NextStep _step = null!;

    public Place Place { get; private set; }

    /// <summary>Null before the claim and after the end is written.</summary>
    public Claim.Ours? Held { get; private set; }

    private ClaimRequest Request => new(World.DeliveryOf(_command.Order), _relay, World.Recipient, World.Recipient, PublishedAt: null, _command.ByOperator);

    /// <summary>The process is gone, and its memory; another one starts.</summary>
    public void Die()
    {
        world.Broker.Disconnect(number);
        (Place, Held) = (Place.Idle, null);
    }

    /// <param name="how">What the others do about it: the relay, the database.</param>
    /// <returns>What was done; null when there was nothing to do.</returns>
    public string? Step(Turn how) => Place switch
    {
        Place.Idle => Receive(how),
        Place.Entering => Enter(how),
        Place.Claiming => AskForClaim(how),
        Place.Sending => Send(how),
        Place.Recording => Record(how),
        Place.Settling => Settle(),
        Place.Acknowledging => Acknowledge(),
        _ => throw new InvalidOperationException($"{Place}"),
    };

    private string? Receive(Turn how)
    {
        if (world.Broker.Receive(number, world.Now) is not { } command)
            return null;
        (_command, _tries) = (command, 1);
        if (RecoverabilityPolicy.Refuse(command.Message, world.Recoverability) is { } poison)
            return Go(Place.Settling, new NextStep.MoveToError(poison), "refuses the message");
        _nextDelay = RecoverabilityPolicy.NextDelay(command.Message, how.Chance, world.Recoverability);
        return Begin($"receives the command of order {command.Order}{(command.ByOperator ? ", sent back" : "")}");
    }

    private string Begin(string what)
    {
        _tried.Clear();
        _outcome = new Outcome.Deferred(DeliveryVerdict.RelayPause, "no mail relay can be used");
        Place = Place.Entering;
        return what;
    }

    private string Enter(Turn how)
    {
        if (how.NoRelay || Relays.Except(_tried).FirstOrDefault() is not { } relay)
        {
            _isTrouble |= _tried.Count == 0;
            return Decide("finds no relay");
        }

        (_relay, Place) = (relay, Place.Claiming);
        return $"enters the {relay} relay";
    }

    private string AskForClaim(Turn how)
    {
        var claim = how.DatabaseAway ? null : world.Ask(Request);
        if (how.DatabaseAnswerLost)
            claim = null;
        if (claim is Claim.Ours ours)
        {
            (Held, Place) = (ours, Place.Sending);
            return $"claims, attempt {ours.Attempt}";
        }

        _outcome = SendOrderConfirmationHandler.NotOurs(claim, Request.Delivery.OrderId);
        _isTrouble = claim is null or Claim.HeldByAnother;
        return Decide($"is told {claim?.GetType().Name ?? "nothing by the database"}");
    }

    private string Send(Turn how)
    {
        (_answer, _isTrouble) = (how.Answer, how.Answer.IsRelays);
        if (_answer.IsTaken)
            world.Take(_command.Order, Held!.Attempt);
        Place = Place.Recording;
        return $"sends: {_answer.Name}";
    }

    private string Record(Turn how)
    {
        if (how.DatabaseAway)
            return "cannot record";
        var verdict = DeliveryVerdict.Of(_answer.Sent(_relay), Held!.UnseenEnds, _nextDelay);
        if (!world.Record(new AttemptEnd(Request, Held, _relay, _answer.Mail, verdict.AgainAfter)))
            verdict = verdict.Overtaken;
        if (how.DatabaseAnswerLost)
            return "records and does not know it";
        Held = null;
        _outcome = verdict.Outcome;
        if (!verdict.NextRelay)
            return Decide($"records its end: {_outcome.GetType().Name}");
        Invariants.NotSentElsewhereAtOnce(_answer);
        _tried.Add(_relay);
        Place = Place.Entering;
        return "records its end: next relay";
    }

    private string Decide(string what)
    {
        var step = RecoverabilityPolicy.Decide(_outcome, _tries, _command.Message, _nextDelay, everythingFails: false, world.Recoverability);
        Invariants.NothingSpentByTrouble(_isTrouble, step);
        if (step is not NextStep.TryAgainNow)
            return Go(Place.Settling, step, what);
        _tries++;
        return Begin($"{what}, at once again");
    }

    private string Go(Place place, NextStep step, string what)
    {
        (Place, _step) = (place, step);
        return $"{what} → {step.GetType().Name}";
    }

    private string Settle()
    {
        switch (_step)
        {
            case NextStep.TryAgainLater later:
                world.Broker.Publish(_command with { Retries = later.Retry ?? _command.Retries, VisibleAt = world.Now + later.Delay, EarlierDeliveries = 0 });
                break;
            case NextStep.MoveToError:
                world.Broker.Errors.Add(_command);
                break;
            case NextStep.Acknowledge:
                Invariants.ForgottenOnlyWhenSent(world.RowOf(_command.Order));
                break;
            case NextStep.HandBack:
                Die();
                return "hands back and stops";
        }

        Place = Place.Acknowledging;
        return $"settles: {_step.GetType().Name}";
    }

    private string Acknowledge()
    {
        world.Broker.Acknowledge(number);
        Place = Place.Idle;
        return "acknowledges";
    }
}
