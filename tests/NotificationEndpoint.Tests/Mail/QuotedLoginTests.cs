using System.Text;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Tests.Behaviours;
using static Notifications.NotificationEndpoint.Tests.Behaviours.Ways;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>Relays like to quote what they do not understand. What they quote goes into reasons, the ledger and the log; our password must not.</summary>
[TestFixture(SmtpTransaction.MailKit)]
[TestFixture(SmtpTransaction.Pipelined)]
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Children)]
public sealed class QuotedLoginTests(SmtpTransaction transaction)
{
    private const string Password = "Secret-Of-The-Relay";

    [TestCase("535 5.7.8 Not accepted: {0}")]
    [TestCase("500 5.5.2 Error: command not recognized: {0}")]
    [TestCase("454 4.7.0 Cannot check shop/Secret-Of-The-Relay now")]
    [TestCase("555 {1} what?")]
    public async Task An_answer_that_quotes_our_login_is_told_without_it(string answer)
    {
        TwistedRelay? twisted = null;
        var quotes = At(Turn.Auth, relay => Says(string.Format(null, answer, twisted!.Heard.Last(), Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))))(relay)).From(1);
        twisted = new TwistedRelay(["PIPELINING", "AUTH PLAIN"], [quotes]);
        await using var peer = ScriptedSmtpPeer.Always(twisted.PlayAsync);
        var log = new RelayFixture.Recorder();
        await using var relay = RelayFixture.RelayTo(peer, transaction, settings => settings with { User = "shop", Password = Password }, log: log);

        var outcome = await relay.SendAsync();
        var probe = await relay.ProbeAsync(CancellationToken.None);

        var told = $"{MailOutcome.ReasonOf(outcome)}\n{probe}\n{string.Join('\n', log.Lines)}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome, Is.TypeOf<MailOutcome.Deferred>().With.Property(nameof(MailOutcome.Deferred.Blame)).EqualTo(Blame.Relay));
            Assert.That(twisted.Heard, Has.Some.StartsWith("AUTH PLAIN "), "it was told the password");
            Assert.That(told, Does.Not.Contain(Password).And.Not.Contain(twisted.Heard.First(line => line.StartsWith("AUTH", StringComparison.Ordinal)).Split(' ')[2]));
            Assert.That(told, Does.Not.Contain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))));
        }
    }

    [Test]
    public async Task One_that_does_not_is_told_as_it_is()
    {
        await using var peer = ScriptedSmtpPeer.Always(new TwistedRelay(["AUTH PLAIN"], [At(Turn.Auth, Says("535 5.7.8 No such account: shop"))]).PlayAsync);
        await using var relay = RelayFixture.RelayTo(peer, transaction, settings => settings with { User = "shop", Password = Password });
        Assert.That(MailOutcome.ReasonOf(await relay.SendAsync()), Does.Contain("No such account: shop"));
    }
}
