using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>The table, row by row.</summary>
public sealed class ClassificationTests
{
    [TestCase(SmtpStep.Connect, 421, null, "Deferred Relay")]
    [TestCase(SmtpStep.Connect, 554, "5.7.1", "Deferred Relay")]
    [TestCase(SmtpStep.Connect, 535, "5.7.8", "Deferred Relay")]
    [TestCase(SmtpStep.Connect, 220, null, "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 421, null, "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 450, "4.7.0", "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 452, "4.3.1", "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 530, "5.7.0", "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 550, "5.7.1", "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 553, "5.1.8", "Deferred Relay")]
    [TestCase(SmtpStep.Mail, 552, "5.3.4", "Rejected Message")]
    [TestCase(SmtpStep.Mail, 552, null, "Rejected Message")]
    [TestCase(SmtpStep.Recipient, 421, null, "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 450, "4.2.0", "Deferred Recipient")]
    [TestCase(SmtpStep.Recipient, 451, "4.7.1", "Deferred Recipient")]
    [TestCase(SmtpStep.Recipient, 451, "4.3.0", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 452, "4.2.2", "Deferred Recipient")]
    [TestCase(SmtpStep.Recipient, 452, null, "Deferred Recipient")]
    [TestCase(SmtpStep.Recipient, 450, "4.7.28", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 451, "4.4.5", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 454, "4.7.1", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 500, null, "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 501, "5.1.3", "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 503, "5.5.1", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 530, null, "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 550, null, "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 550, "5.1.1", "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 550, "5.1.8", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 550, "5.4.1", "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 550, "5.4.5", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 550, "5.7.1", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 550, "5.7.23", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 551, null, "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 552, "5.2.2", "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 552, "5.3.4", "Rejected Message")]
    [TestCase(SmtpStep.Recipient, 553, "5.1.3", "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 554, null, "Rejected Recipient")]
    [TestCase(SmtpStep.Recipient, 554, "5.3.2", "Deferred Relay")]
    [TestCase(SmtpStep.Recipient, 354, null, "Deferred Relay")]
    [TestCase(SmtpStep.Data, 250, null, "Deferred Relay")]
    [TestCase(SmtpStep.Data, 421, null, "Deferred Relay")]
    [TestCase(SmtpStep.Data, 451, null, "Deferred Message")]
    [TestCase(SmtpStep.Data, 452, null, "Deferred Relay")]
    [TestCase(SmtpStep.Data, 502, null, "Deferred Relay")]
    [TestCase(SmtpStep.Data, 503, null, "Deferred Relay")]
    [TestCase(SmtpStep.Data, 554, null, "Rejected Message")]
    [TestCase(SmtpStep.FinalDot, 250, null, "Accepted")]
    [TestCase(SmtpStep.FinalDot, 251, null, "Accepted")]
    [TestCase(SmtpStep.FinalDot, 354, null, "Unknown")]
    [TestCase(SmtpStep.FinalDot, 150, null, "Unknown")]
    [TestCase(SmtpStep.FinalDot, 421, "4.3.2", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 450, "4.7.1", "Deferred Message")]
    [TestCase(SmtpStep.FinalDot, 451, "4.3.0", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 452, null, "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 450, "4.7.26", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 450, "4.7.28", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 452, "4.2.2", "Deferred Message")]
    [TestCase(SmtpStep.FinalDot, 454, "4.7.0", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 530, null, "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 535, null, "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 550, "5.4.5", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 550, "5.7.1", "Rejected Message")]
    [TestCase(SmtpStep.FinalDot, 550, "5.7.26", "Deferred Relay")]
    [TestCase(SmtpStep.FinalDot, 552, "5.3.4", "Rejected Message")]
    [TestCase(SmtpStep.FinalDot, 554, null, "Rejected Message")]
    public void A_reply(SmtpStep step, int code, string? status, string expected)
    {
        var (phase, error) = step switch
        {
            SmtpStep.Connect => (SmtpPhase.Connect, SmtpErrorCode.UnexpectedStatusCode),
            SmtpStep.Mail => (SmtpPhase.Envelope, SmtpErrorCode.SenderNotAccepted),
            SmtpStep.Recipient => (SmtpPhase.Envelope, SmtpErrorCode.RecipientNotAccepted),
            SmtpStep.Data => (SmtpPhase.Data, SmtpErrorCode.UnexpectedStatusCode),
            _ => (SmtpPhase.FinalDot, SmtpErrorCode.MessageNotAccepted),
        };
        var refusal = new SmtpCommandException(error, (SmtpStatusCode)code, "words that decide nothing: 250 ok 550 5.1.1");

        Assert.That(Summary(Classification.Of(phase, refusal, Status(status), "relay:25")), Is.EqualTo(expected));
    }

    private static IEnumerable<TestCaseData<SmtpPhase, Exception, string>> Breaks()
    {
        Exception[] trouble =
        [
            new IOException("reset"), new SocketException(111), new TimeoutException(), new OperationCanceledException(),
            new SmtpProtocolException("nonsense"), new SslHandshakeException("bad certificate"), new MailKit.Security.AuthenticationException("no"),
            new ServiceNotConnectedException("gone"), new ObjectDisposedException("socket"),
        ];
        foreach (var failure in trouble)
        {
            yield return new(SmtpPhase.Connect, failure, "Deferred Relay");
            yield return new(SmtpPhase.Envelope, failure, "Deferred Relay");
            yield return new(SmtpPhase.Data, failure, "Deferred Relay");
            yield return new(SmtpPhase.LastBlock, failure, failure is IOException or SocketException ? "Deferred Relay" : "Unknown");
            yield return new(SmtpPhase.FinalDot, failure, "Unknown");
        }

        yield return new(SmtpPhase.Connect, new NotSupportedException("no STARTTLS"), "Deferred Relay");
        yield return new(SmtpPhase.Envelope, new NotSupportedException("no SMTPUTF8"), "Rejected Recipient");
        yield return new(SmtpPhase.Envelope, new ServiceNotAuthenticatedException("log in"), "Deferred Relay");
        yield return new(SmtpPhase.FinalDot, new ServiceNotAuthenticatedException("log in"), "Deferred Relay");
        yield return new(SmtpPhase.FinalDot, new InvalidOperationException("a mistake of ours"), "Unknown");
    }

    [TestCaseSource(nameof(Breaks))]
    public void A_broken_conversation(SmtpPhase phase, Exception failure, string expected) =>
        Assert.That(Summary(Classification.Of(phase, failure, null, "relay:25")), Is.EqualTo(expected));

    [Test]
    public void Our_own_mistakes_are_not_the_worlds() =>
        Assert.That(
            new Exception[] { new ArgumentException(), new KeyNotFoundException(), new InvalidOperationException(), new FormatException() },
            Has.All.Matches<Exception>(mistake => !Classification.IsOfTheWire(mistake!)));

    [TestCase(SmtpStep.Recipient, 550, true)]
    [TestCase(SmtpStep.FinalDot, 451, true)]
    [TestCase(SmtpStep.FinalDot, 421, false)]
    [TestCase(SmtpStep.Mail, 503, false)]
    [TestCase(SmtpStep.Mail, 530, false)]
    [TestCase(SmtpStep.Data, 250, false)]
    [TestCase(SmtpStep.FinalDot, 354, false)]
    [TestCase(SmtpStep.Connect, 554, false)]
    public void A_session_is_kept_after_a_plain_refusal_only(SmtpStep step, int code, bool kept) =>
        Assert.That(SmtpVerdict.KeepsSession(step, code), Is.EqualTo(kept));

    [Test]
    public void A_reason_is_one_bounded_line_without_addresses()
    {
        var words = "no\r\nsuch\tuser \u001b[31m\u2028<maria.silva@example.test> " + new string('x', 10_000);
        var refusal = new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, SmtpStatusCode.MailboxUnavailable, words);

        var outcome = (MailOutcome.Rejected)Classification.Of(SmtpPhase.Envelope, refusal, null, "relay:25");

        Assert.That(outcome.Reason, Does.StartWith("relay:25 answered Recipient with 550 no  such user  [31m <m***@example.test> xxx"));
        Assert.That(outcome.Reason, Has.Length.LessThan(400));
    }

    private static EnhancedStatus? Status(string? text) =>
        text?.Split('.').Select(int.Parse).ToArray() is [var kind, var subject, var detail] ? new(kind, subject, detail) : null;

    private static string Summary(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Deferred deferred => $"Deferred {deferred.Blame}",
        MailOutcome.Rejected rejected => $"Rejected {rejected.Blame}",
        _ => outcome.GetType().Name,
    };
}
