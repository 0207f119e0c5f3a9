using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>The table, row by row. What is not certain silences nobody.</summary>
public sealed class HopelessAddressTests
{
    [TestCase(SmtpStep.Recipient, 550, "5.1.1", true, TestName = "No such mailbox")]
    [TestCase(SmtpStep.Recipient, 551, "5.1.6", true, TestName = "Moved, and nobody knows where to")]
    [TestCase(SmtpStep.Recipient, 556, "5.1.10", true, TestName = "The domain says that it takes no mail")]
    [TestCase(SmtpStep.Recipient, 550, "5.2.1", true, TestName = "Disabled for good")]
    [TestCase(SmtpStep.Recipient, 550, null, false, TestName = "A bare 550 may mean anything")]
    [TestCase(SmtpStep.Recipient, 550, "5.0.0", false, TestName = "Undefined")]
    [TestCase(SmtpStep.Recipient, 550, "5.1.0", false, TestName = "Undefined, about an address")]
    [TestCase(SmtpStep.Recipient, 550, "5.1.2", false, TestName = "The relay does not find the domain: its resolver may be at fault")]
    [TestCase(SmtpStep.Recipient, 501, "5.1.3", false, TestName = "The relay cannot read the address: another one may")]
    [TestCase(SmtpStep.Recipient, 550, "5.1.4", false, TestName = "Ambiguous")]
    [TestCase(SmtpStep.Recipient, 550, "5.1.8", false, TestName = "Our sender's domain")]
    [TestCase(SmtpStep.Recipient, 550, "5.2.0", false, TestName = "Undefined, about a mailbox")]
    [TestCase(SmtpStep.Recipient, 552, "5.2.2", false, TestName = "A full mailbox")]
    [TestCase(SmtpStep.Recipient, 554, "5.3.2", false, TestName = "The system does not take mail now")]
    [TestCase(SmtpStep.Recipient, 554, "5.4.1", false, TestName = "No answer from a host")]
    [TestCase(SmtpStep.Recipient, 550, "5.7.1", false, TestName = "Policy: relaying denied, client blocked")]
    [TestCase(SmtpStep.Recipient, 550, "5.7.13", false, TestName = "Policy says that an account is disabled, it may be ours")]
    [TestCase(SmtpStep.Recipient, 550, "5.7.26", false, TestName = "Our domain's authentication")]
    [TestCase(SmtpStep.Recipient, 450, "4.1.1", false, TestName = "No such mailbox, for now")]
    [TestCase(SmtpStep.Recipient, 450, "4.2.1", false, TestName = "Disabled for now, or mailed too often")]
    [TestCase(SmtpStep.Recipient, 421, "4.2.1", false, TestName = "The relay is leaving")]
    [TestCase(SmtpStep.Recipient, 450, "5.1.1", false, TestName = "A reply that contradicts itself")]
    [TestCase(SmtpStep.Recipient, 530, "5.1.1", false, TestName = "We have to log in first, whatever the rest says")]
    [TestCase(SmtpStep.Mail, 550, "5.1.1", false, TestName = "Said of the sender")]
    [TestCase(SmtpStep.Data, 554, "5.1.1", false, TestName = "Said after DATA")]
    [TestCase(SmtpStep.FinalDot, 550, "5.1.1", false, TestName = "Said of the content")]
    [TestCase(SmtpStep.FinalDot, 250, "2.1.5", false, TestName = "Accepted")]
    [TestCase(SmtpStep.Connect, 554, "5.2.1", false, TestName = "Said before the relay knew whom the mail is for")]
    public void Whether_a_reply_puts_its_recipient_on_the_list(SmtpStep step, int code, string? status, bool hopeless) =>
        Assert.That(HopelessAddress.IsIn(step, code, Status(status)), Is.EqualTo(hopeless));

    private static EnhancedStatus? Status(string? text) =>
        text?.Split('.').Select(int.Parse).ToArray() is [var kind, var subject, var detail] ? new(kind, subject, detail) : null;
}
