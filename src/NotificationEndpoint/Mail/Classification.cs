using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// From what went wrong, and how far the conversation had come, to what became of the mail. Decides by types and codes; the words of
/// an exception or a relay only go into the reason, for a person.
/// </summary>
public static class Classification
{
    /// <summary>Whether this is the outside world's doing. Anything else is a mistake in our code and is to be seen as one.</summary>
    public static bool IsOfTheWire(Exception failure) => failure is CommandException or ProtocolException or IOException or SocketException
        or TimeoutException or OperationCanceledException or SslHandshakeException or AuthenticationException or SaslException
        or System.Security.Authentication.AuthenticationException or ServiceNotAuthenticatedException or ServiceNotConnectedException
        or NotSupportedException or ObjectDisposedException;

    /// <param name="phase">How far the mail had come when <paramref name="failure"/> happened.</param>
    /// <param name="failure">What MailKit threw; for an <see cref="OperationCanceledException"/>, our deadline has passed.</param>
    /// <param name="status">The enhanced status of the reply, if it had one.</param>
    /// <param name="relay">How the reason names the relay.</param>
    public static MailOutcome Of(SmtpPhase phase, Exception failure, EnhancedStatus? status, string relay) => failure switch
    {
        _ when ReplyIn(phase, failure) is { } reply => OfReply(reply.Step, reply.Code, status, failure.Message, relay),
        _ when phase == SmtpPhase.FinalDot || (phase == SmtpPhase.LastBlock && MayHaveLeft(failure)) =>
            new MailOutcome.Unknown($"{relay} got the whole mail and its answer never came: {Cause(failure)}"),
        NotSupportedException when phase == SmtpPhase.Envelope =>
            new MailOutcome.Rejected($"the address cannot be written for {relay}: {Cause(failure)}", Blame.Recipient),
        _ => new MailOutcome.Deferred($"{relay} broke off at {phase}: {Cause(failure)}", Blame.Relay),
    };

    /// <summary>The reply that an exception stands for, or null where the conversation broke.</summary>
    public static (SmtpStep Step, int Code)? ReplyIn(SmtpPhase phase, Exception failure) => failure switch
    {
        SmtpCommandException refusal => (StepOf(phase, refusal.ErrorCode), (int)refusal.StatusCode),
        ServiceNotAuthenticatedException => (StepOf(phase, SmtpErrorCode.UnexpectedStatusCode), (int)SmtpStatusCode.AuthenticationRequired),
        _ => null,
    };

    private static MailOutcome OfReply(SmtpStep step, int code, EnhancedStatus? status, string words, string relay)
    {
        var (verdict, blame) = SmtpVerdict.Of(step, code, status);
        var reply = ReplyText.Line($"{code} {words}");
        var reason = $"{relay} answered {step} with {MaskedAddress.In(reply)}";
        return verdict switch
        {
            SmtpVerdict.Verdict.Accepted => new MailOutcome.Accepted(reply),
            SmtpVerdict.Verdict.Deferred => new MailOutcome.Deferred(reason, blame, SmtpVerdict.AsksForLess(step, code, status)),
            SmtpVerdict.Verdict.Rejected => new MailOutcome.Rejected(reason, blame, HopelessAddress.IsIn(step, code, status)),
            _ => new MailOutcome.Unknown(reason),
        };
    }

    private static SmtpStep StepOf(SmtpPhase phase, SmtpErrorCode error) => (phase, error) switch
    {
        (SmtpPhase.FinalDot, _) => SmtpStep.FinalDot,
        (_, SmtpErrorCode.SenderNotAccepted) => SmtpStep.Mail,
        (_, SmtpErrorCode.RecipientNotAccepted) => SmtpStep.Recipient,
        (SmtpPhase.Connect, _) => SmtpStep.Connect,
        (SmtpPhase.Envelope, _) => SmtpStep.Mail,
        _ => SmtpStep.Data,
    };

    /// <summary>
    /// A socket that reports an error did not take the block. One that was given up, by cancellation or timeout, may have taken it in
    /// that instant: MailKit then reports the giving up, not the taking.
    /// </summary>
    private static bool MayHaveLeft(Exception failure) => failure is not (IOException or SocketException);

    private static string Cause(Exception failure) => failure is OperationCanceledException or TimeoutException
        ? "no answer in time"
        : MaskedAddress.In(ReplyText.Line($"{failure.GetType().Name}: {failure.Message}"));
}
