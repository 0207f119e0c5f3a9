using MimeKit;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

/// <summary>Short names are written without asking MimeKit; the header must be the one that it would have made.</summary>
public sealed class MailHeaderTests
{
    [TestCase("")]
    [TestCase("Maria")]
    [TestCase("Maria da Silva 2")]
    [TestCase("Maria J. Silva")]
    [TestCase("O'Neill, Sean")]
    [TestCase("\"Mia\" <x>")]
    [TestCase("José d'Ávila")]
    [TestCase("=?utf-8?q?x?=")]
    [TestCase("A long name that with its address needs more than one line in the header of the mail")]
    public void The_recipient_is_written_as_MimeKit_does(string name)
    {
        var order = SampleOrder.Command with { Customer = new(name, "maria.da.silva@example.test") };
        var mail = OrderConfirmationMail.Render(order, SampleOrder.Delivery, SampleOrder.Shop);
        using var message = new MimeMessage();
        message.To.Add(mail.Recipient);
        var expected = $"\nTo:{Text(message.Headers.Single(header => header.Id == HeaderId.To).RawValue)}";

        Assert.That(Text(mail.Content.ToArray()), Does.Contain(expected));
    }

    [TestCase(" Two  spaces ")]
    [TestCase("Shop")]
    public void The_sender_too(string name)
    {
        var from = new MailboxAddress(name, "orders@shop.example");
        using var message = new MimeMessage();
        message.From.Add(from);
        var expected = $"\nFrom:{Text(message.Headers.Single(header => header.Id == HeaderId.From).RawValue)}";

        Assert.That(Text(OrderConfirmationMail.Render(SampleOrder.Command, SampleOrder.Delivery, from).Content.ToArray()), Does.Contain(expected));
    }

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal);
}
