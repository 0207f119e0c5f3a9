using MimeKit;
using Notifications.NotificationEndpoint.Recipients;

namespace Notifications.NotificationEndpoint.Tests.Recipients;

/// <summary>The table, row by row: allowed domains, denied domains, an address, and whether mail may go there.</summary>
public sealed class RecipientRulesTests
{
    [TestCase("", "", "ana@anywhere.example", true, TestName = "Without lists everybody may be written to")]
    [TestCase("example.com", "", "ana@example.com", true, TestName = "An allowed domain may")]
    [TestCase("example.com", "", "ana@other.example", false, TestName = "With an allow list, no other domain may")]
    [TestCase("a.example, b.example", "", "ana@b.example", true, TestName = "A list may have blanks after its commas")]
    [TestCase("example.com", "", "ana@mail.eu.example.com", true, TestName = "A domain covers its subdomains")]
    [TestCase("mail.example.com", "", "ana@example.com", false, TestName = "A subdomain does not cover its domain")]
    [TestCase("example.com", "", "ana@evilexample.com", false, TestName = "A name that only ends in the same letters is another domain")]
    [TestCase("", "example.com", "ana@evilexample.com", true, TestName = "And is not denied with it")]
    [TestCase("example.com", "", "ana@example.com.evil.test", false, TestName = "A name that only begins with the domain is another domain")]
    [TestCase("test", "", "ana@shop.test", true, TestName = "A top-level domain covers all below it")]
    [TestCase("Example.COM", "", "ana@eXAMPLE.com", true, TestName = "Case does not matter")]
    [TestCase("example.com.", "", "ana@example.com", true, TestName = "The dot of the root does not matter in a list")]
    [TestCase("example.com", "", "ana@example.com.", true, TestName = "The dot of the root does not matter in an address")]
    [TestCase("bücher.example", "", "ana@xn--bcher-kva.example", true, TestName = "Unicode in the list covers punycode in the address")]
    [TestCase("xn--bcher-kva.example", "", "ana@bücher.example", true, TestName = "Punycode in the list covers Unicode in the address")]
    [TestCase("BÜCHER.example", "", "ana@mail.bücher.example", true, TestName = "Case does not matter in Unicode either")]
    [TestCase("XN--BCHER-KVA.example", "", "ana@Bücher.example", true, TestName = "Nor in punycode")]
    [TestCase("bücher.example", "", "ana@bucher.example", false, TestName = "A letter without its dots is another domain")]
    [TestCase("", "example.com", "ana@other.example", true, TestName = "With a deny list alone, every other domain may")]
    [TestCase("", "example.com", "ana@mail.example.com", false, TestName = "A denied domain covers its subdomains")]
    [TestCase("example.com", "mail.example.com", "ana@a.mail.example.com", false, TestName = "Deny wins over allow")]
    [TestCase("example.com", "mail.example.com", "ana@example.com", true, TestName = "Where deny does not reach, allow stands")]
    [TestCase("example.com", "", "ana@[192.0.2.1]", false, TestName = "A host given by its number is in no allowed domain")]
    [TestCase("example.com", "", "ana@a_b.example.com", true, TestName = "A name that is not quite a host's is compared as it is written")]
    public void Who_may_be_written_to(string allow, string deny, string address, bool allowed)
    {
        var settings = new RecipientSettings { AllowDomains = allow, DenyDomains = deny };
        Assert.That(settings.Problems(), Is.Empty);
        Assert.That(new RecipientRules(settings).WhyNotAllowed(Mailbox(address)), allowed ? Is.Null : Is.Not.Null);
    }

    [TestCase("shop.test", "", "Mail to a***@mail.example.com is not allowed: Recipients:AllowDomains has neither mail.example.com nor a domain above it.")]
    [TestCase("", "shop.test,example.com", "Mail to a***@mail.example.com is not allowed: Recipients:DenyDomains has example.com.")]
    public void The_reason_names_the_setting_and_masks_the_address(string allow, string deny, string sentence) =>
        Assert.That(
            new RecipientRules(new RecipientSettings { AllowDomains = allow, DenyDomains = deny }).WhyNotAllowed(Mailbox("ana.silva@mail.example.com")),
            Is.EqualTo(sentence));

    private static MailboxAddress Mailbox(string address) => new("Ana", address);
}
