using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Notifications.LocalStack;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests.Ledger;

/// <summary>In every state everything is tried that can happen to a delivery; what it led to is what docs/states.md says.</summary>
[CancelAfter(60_000)]
public sealed partial class TransitionTests : DatabaseFixture
{
    private const string Recipient = "maria@example.test";

    private static readonly Dictionary<string, MailOutcome> Ends = new()
    {
        ["accepted"] = new MailOutcome.Accepted("250 ok"),
        ["deferred"] = new MailOutcome.Deferred("451", Blame.Recipient),
        ["rejected"] = new MailOutcome.Rejected("550", Blame.Recipient),
        ["unknown"] = new MailOutcome.Unknown("no answer"),
    };

    [Test]
    public async Task The_page_of_states_has_every_transition_and_no_other()
    {
        var seen = new HashSet<(string From, string To)>();
        foreach (var from in Ends.Keys.Prepend("claimed").Prepend("nothing"))
        {
            foreach (var happens in Happenings())
            {
                var delivery = new DeliveryKey(Guid.CreateVersion7(), NotificationKind.OrderConfirmation);
                await new OrderBook(_source).PlaceAsync(Recipient, delivery.OrderId);
                var claim = await BringToAsync(delivery, from);
                var before = await ReadAsync(delivery);
                await happens(delivery, claim);
                if (await ReadAsync(delivery) is var after && after != before)
                    seen.Add((from, after.Status));
            }
        }

        Assert.That(seen, Is.EquivalentTo(OnPage()));
    }

    /// <summary>A claim, one by an operator, one after the lease is over, and each end of the newest attempt and of one before it.</summary>
    private IEnumerable<Func<DeliveryKey, Claim.Ours?, Task>> Happenings()
    {
        yield return (delivery, _) => ClaimAsync(delivery);
        yield return (delivery, _) => ClaimAsync(delivery, byOperator: true);
        yield return async (delivery, _) =>
        {
            await using var pass = _source.CreateCommand("UPDATE notifications.deliveries SET lease_until = now() - interval '1 s' WHERE order_id = $1 AND status = 'claimed'");
            pass.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.OrderId });
            await pass.ExecuteNonQueryAsync();
            await ClaimAsync(delivery);
        };
        foreach (var end in Ends.Values)
        {
            yield return (delivery, claim) => claim is null ? Task.CompletedTask : EndAsync(delivery, claim, end);
            yield return (delivery, claim) => claim is null ? Task.CompletedTask : EndAsync(delivery, claim with { Attempt = claim.Attempt - 1 }, end);
        }
    }

    private async Task<Claim.Ours?> BringToAsync(DeliveryKey delivery, string state)
    {
        if (state == "nothing")
            return null;
        await EndAsync(delivery, (Claim.Ours)await ClaimAsync(delivery), Ends["deferred"]); // so that the newest attempt is not the first
        var claim = (Claim.Ours)await ClaimAsync(delivery);
        if (state != "claimed")
            await EndAsync(delivery, claim, Ends[state]);
        return claim;
    }

    private async Task<Claim> ClaimAsync(DeliveryKey delivery, bool byOperator = false)
    {
        await using var ledger = Ledger();
        return await ledger.ClaimAsync(Request(delivery, byOperator), default);
    }

    private static ClaimRequest Request(DeliveryKey delivery, bool byOperator = false) => new(delivery, "relay:25", Recipient, Recipient, PublishedAt: null, byOperator);

    private async Task EndAsync(DeliveryKey delivery, Claim.Ours claim, MailOutcome outcome)
    {
        await using var ledger = Ledger();
        await ledger.RecordAsync(new AttemptEnd(Request(delivery), claim, "relay:25", outcome, TimeSpan.FromSeconds(5)), default);
    }

    private DeliveryLedger Ledger() => new(_source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);

    private async Task<(string Status, int Attempt)> ReadAsync(DeliveryKey delivery)
    {
        await using var command = _source.CreateCommand("SELECT status, attempt FROM notifications.deliveries WHERE order_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.OrderId });
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetString(0), row.GetInt32(1)) : ("nothing", 0);
    }

    private static IEnumerable<(string From, string To)> OnPage()
    {
        var page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "states.md")).Split("| from | to | when |")[1].Split("\n\n")[0];
        return Row().Matches(page).SelectMany(row => Name().Matches(row.Groups["to"].Value).Select(to => (row.Groups["from"].Value.Trim('`'), to.Value)));
    }

    [GeneratedRegex(@"^\| (?<from>`?[a-z]+`?) \| (?<to>`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Name();
}
