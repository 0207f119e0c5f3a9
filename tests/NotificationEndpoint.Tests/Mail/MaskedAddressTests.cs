using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

[Parallelizable(ParallelScope.All)]
public sealed class MaskedAddressTests
{
    [TestCase("maria.silva@example.test", "m***@example.test")]
    [TestCase("550 5.1.1 <maria@example.test>: no maria@example.test here", "550 5.1.1 <m***@example.test>: no m***@example.test here")]
    [TestCase("user \"maria@example.test\" unknown", "user \"m***@example.test\" unknown")]
    [TestCase("josé@müller.example", "j***@müller.example")]
    [TestCase("maria@[192.0.2.1]", "m***@[192.0.2.1]")]
    [TestCase("<\"maria@home\"@example.test>", "<***@example.test>")]
    [TestCase("\"maria silva\"@example.test", "***@example.test")]
    [TestCase("\"maria\\\"s\"@example.test", "***@example.test")]
    [TestCase("no address @ all", "no address @ all")]
    [TestCase("", "")]
    public void Nothing_but_the_first_letter_and_the_domain_is_left(string text, string masked) => Assert.That(MaskedAddress.In(text), Is.EqualTo(masked));
}
