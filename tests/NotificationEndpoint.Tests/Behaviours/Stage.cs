using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.NotificationEndpoint.Relays;
using Notifications.NotificationEndpoint.Tests.Mail;
using Notifications.NotificationEndpoint.Tests.Rendering;
using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>
/// The handler between a real database and two relays, of which the first behaves as a row says. Nobody looks after a relay that is down: that clock
/// stands still.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private const int Sessions = 4;

    private static readonly Dictionary<string, string> SentBack = new() { ["ServiceControl.Retry.UniqueMessageId"] = "failure-42" };

    private readonly NpgsqlDataSource _database;
    private readonly DeafPort? _deaf;
    private readonly ScriptedSmtpPeer _first;
    private readonly ScriptedSmtpPeer _second;
    private readonly RelaySet _relays;
    private readonly SendOrderConfirmationHandler _handler;
    private readonly TwistedRelay _twisted;

    public Stage(Behaviour row, NpgsqlDataSource database, DeliveryLedger ledger, RecipientSettings? recipients = null, SmtpTransaction transaction = SmtpTransaction.MailKit)
    {
        _database = database;
        _deaf = row.Deaf?.Invoke();
        _twisted = new TwistedRelay(row.Offers, row.Twists, row.Certificate);
        _first = ScriptedSmtpPeer.Always(_twisted.PlayAsync);
        _second = ScriptedSmtpPeer.Always(new TwistedRelay(row.Offers, []).PlayAsync);
        var settings = row.With(RelayFixture.Settings(_deaf?.Port ?? _first.Port) with { Name = "first", DownAfter = 1, Sessions = Sessions, MailsAhead = 1, Transaction = transaction });
        _relays = new RelaySet(
            row.Alone ? [Relay(settings)] : [Relay(settings), Relay(RelayFixture.Settings(_second.Port) with { Name = "second" })],
            _ => { },
            () => { },
            new FakeTimeProvider(),
            NullLogger<RelaySet>.Instance);
        _handler = new SendOrderConfirmationHandler(
            ledger, _relays, new RecipientRules(recipients ?? new RecipientSettings()), RelayFixture.Shop, TimeProvider.System, NullLogger<SendOrderConfirmationHandler>.Instance);
    }

    public IReadOnlyCollection<string> Heard => _twisted.Heard;

    /// <summary>Handles the message of an order once, and looks.</summary>
    public async Task<Ending> HandleAsync(SendOrderConfirmation order, int attempt, bool byOperator = false)
    {
        await new OrderBook(_database).PlaceAsync(order.Customer.Email, order.OrderId);
        var logged = (await LogAsync(order)).Count;
        var context = new MessageContext("42", byOperator ? SentBack : [], attempt, TimeSpan.FromSeconds(15), CancellationToken.None, CancellationToken.None);
        var outcome = await _handler.HandleAsync(order, context);
        return new Ending(
            outcome is Outcome.Failed failed ? $"Failed {failed.Retry}" : outcome.GetType().Name,
            await DeliveryAsync(order),
            string.Join(", ", (await LogAsync(order)).Skip(logged)));
    }

    /// <summary>The e-mails of this order that reached a relay up to the final dot.</summary>
    public List<string> MailsOf(SendOrderConfirmation order)
    {
        var id = $"Message-Id: <{DeliveryId.For(order.OrderId, NotificationKind.OrderConfirmation):N}@shop.example>";
        return [.. _first.MailsWith(id), .. _second.MailsWith(id)];
    }

    /// <summary>How much mail the first relay gets from now on, and how it gets the next one.</summary>
    public async Task<string> AfterwardsAsync()
    {
        var (places, connections) = (PlacesAtFirst(), _first.Connections);
        var order = Orders.Another(SampleOrder.English);
        var next = await HandleAsync(order, 1);
        if (places == 0)
            return next == Ending.TakenBySecond || next == new Ending("Deferred", "", "") ? Behaviour.Down : $"down, but {next}";
        if (next != Ending.Taken)
            return $"{places} places, but {next}";
        return $"{(places == Sessions ? "up" : places == Sessions / 2 ? "less" : $"{places} places")}, {(_first.Connections == connections ? "same" : "new")} session";
    }

    public async ValueTask DisposeAsync()
    {
        await _relays.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _deaf?.Dispose();
    }

    private static SmtpRelay Relay(RelaySettings settings) => new(settings, TimeProvider.System, NullLogger<SmtpRelay>.Instance);

    private int PlacesAtFirst()
    {
        using var noMore = new CancellationTokenSource();
        var places = new List<RelayPlace>();
        while (_relays.EnterAsync(["second"], noMore.Token) is { IsCompletedSuccessfully: true, Result: { } place })
            places.Add(place);
        noMore.Cancel();
        places.ForEach(place => place.Dispose());
        return places.Count;
    }

    private async Task<string> DeliveryAsync(SendOrderConfirmation order) => (await ReadAsync(
        """
        SELECT concat_ws(', ', status, CASE WHEN unseen_ends > 0 THEN unseen_ends || ' unseen' END, CASE WHEN possible_duplicate THEN 'possible duplicate' END,
                         CASE WHEN next_attempt_at IS NOT NULL THEN 'again later' END)
        FROM notifications.deliveries WHERE order_id = $1
        """,
        order)).SingleOrDefault("");

    private Task<List<string>> LogAsync(SendOrderConfirmation order) => ReadAsync(
        "SELECT concat_ws(' ', outcome, 'for ' || blame, 'by ' || relay) FROM notifications.attempts WHERE order_id = $1 ORDER BY attempt, ended_at", order);

    private async Task<List<string>> ReadAsync(string sql, SendOrderConfirmation order)
    {
        await using var command = _database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = order.OrderId });
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }
}
