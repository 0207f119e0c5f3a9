using Notifications.MailCatcher.Faults;

namespace Notifications.Proof.Faults;

/// <summary>How the mail server misbehaves. Afterwards it behaves.</summary>
internal sealed class RelayFaults(FaultRules rules)
{
    public async Task MisbehaveAsync(Fault.Relay relay, CancellationToken cancellation)
    {
        var rule = rules.Add(new MailCatcher.Faults.Fault(relay.At, relay.Do) { Times = relay.Times, Keep = relay.Keep, Recipient = relay.Recipient });
        await Task.Delay(relay.For, cancellation);
        rules.Remove(rule);
    }

    /// <summary>Rules that strike once each, whoever comes first.</summary>
    public async Task MisbehaveAtRandomAsync(Fault.RelayAtRandom wanted, int draw, CancellationToken cancellation)
    {
        var random = new Random(draw);
        var end = DateTimeOffset.UtcNow + wanted.For;
        var laid = new List<FaultRule>();
        while (DateTimeOffset.UtcNow < end)
        {
            laid.Add(rules.Add(Draw(random)));
            await Task.Delay(TimeSpan.FromSeconds(1) / wanted.PerSecond, cancellation);
        }

        foreach (var rule in laid)
            rules.Remove(rule);
    }

    /// <summary>Every point of a conversation, and every way to misbehave there. Who refuses connections gets no mail, and could not misbehave otherwise.</summary>
    private static MailCatcher.Faults.Fault Draw(Random random)
    {
        (FaultPoint At, FaultAction Do, bool Keep)[] all =
        [
            (FaultPoint.Helo, new FaultAction.Cut(), false),
            (FaultPoint.Mail, new FaultAction.Reply("451 4.3.0 try again later"), false),
            (FaultPoint.Mail, new FaultAction.Reply("421 4.3.2 closing"), false),
            (FaultPoint.Rcpt, new FaultAction.Reply("450 4.2.1 greylisted"), false),
            (FaultPoint.Rcpt, new FaultAction.Cut(), false),
            (FaultPoint.Data, new FaultAction.Reply("452 4.3.1 no space"), false),
            (FaultPoint.Data, new FaultAction.Cut(), false),
            (FaultPoint.EndOfData, new FaultAction.Reply("451 4.3.0 try again later"), false),
            (FaultPoint.EndOfData, new FaultAction.Cut(), false),
            (FaultPoint.EndOfData, new FaultAction.Cut(), true),
            (FaultPoint.EndOfData, new FaultAction.Hang(), true),
            (FaultPoint.EndOfData, new FaultAction.Slow(TimeSpan.FromSeconds(1)), false),
        ];
        var (at, act, keep) = all[random.Next(all.Length)];
        return new MailCatcher.Faults.Fault(at, act) { Keep = keep, Times = 1 };
    }
}
