using MimeKit;
using Notifications.NotificationEndpoint.Recipients;

namespace Notifications.NotificationEndpoint.Tests.Recipients;

public sealed class SuppressedAddressTests
{
    [TestCase("ana@example.com", "ana@example.com")]
    [TestCase("Ana.Silva+Shop@Example.COM", "ana.silva+shop@example.com")]
    [TestCase("ana@example.com.", "ana@example.com")]
    [TestCase("ana@bücher.example", "ana@xn--bcher-kva.example")]
    [TestCase("ana@BÜCHER.example", "ana@xn--bcher-kva.example")]
    [TestCase("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example")]
    [TestCase("ÁNA@example.com", "ána@example.com")]
    [TestCase("ana@[192.0.2.1]", "ana@[192.0.2.1]")]
    [TestCase("ana@A_B.example", "ana@a_b.example")]
    public void All_ways_of_writing_an_address_are_one(string address, string key)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SuppressedAddress.Of(new MailboxAddress("Ana", address)), Is.EqualTo(key));
            Assert.That(SuppressedAddress.Of(new MailboxAddress("", key)), Is.EqualTo(key));
        }
    }
}
