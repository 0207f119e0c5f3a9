using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.Tests.PlaceOrder;

[Parallelizable(ParallelScope.All)]
public sealed class EmailAddressTests
{
    [TestCase("ana@example.test")]
    [TestCase("ana.maria+loja@mail.example.com.br")]
    [TestCase("o'brien@example.test")]
    [TestCase("ana@bücher.example")]
    [TestCase("ana@xn--bcher-kva.example")]
    [TestCase("a@localhost")]
    public void An_address_that_mail_can_be_sent_to_is_taken(string address) =>
        Assert.That(EmailAddress.Refuse(address), Is.Null);

    [TestCase("")]
    [TestCase("ana")]
    [TestCase("@example.test")]
    [TestCase("ana@")]
    [TestCase("ana@@example.test")]
    [TestCase("ana@b@example.test")]
    [TestCase("ana example@example.test")]
    [TestCase(" ana@example.test")]
    [TestCase("ana@example.test ")]
    [TestCase("Ana <ana@example.test>")]
    [TestCase("<ana@example.test>")]
    [TestCase("ana@example.test, bia@example.test")]
    [TestCase("ana@example.test;bia@example.test")]
    [TestCase("ana@example.test\r\nBcc: bia@example.test")]
    [TestCase("\"ana\\\r\nRCPT TO:<x@y.test>\"@example.test")]
    [TestCase("\"a b\"@example.test")]
    [TestCase("ana(comment)@example.test")]
    [TestCase(".ana@example.test")]
    [TestCase("ana..b@example.test")]
    [TestCase("ána@example.test")]
    [TestCase("ana@[127.0.0.1]")]
    [TestCase("ana@127.0.0.1")]
    [TestCase("ana@-example.test")]
    [TestCase("ana@exa_mple.test")]
    [TestCase("ana@example..test")]
    [TestCase("ana@example.test.")]
    [TestCase("ana@b\u00ADcher.example")]
    [TestCase("<@relay.test:ana@example.test>")]
    public void Anything_else_is_refused_with_a_reason(string address) =>
        Assert.That(EmailAddress.Refuse(address), Is.Not.Null.And.Not.Empty);

    [TestCase(64, null)]
    [TestCase(65, "has 65 characters before the @; at most 64 are allowed.")]
    public void The_part_before_the_at_is_bounded(int length, string? reason) =>
        Assert.That(EmailAddress.Refuse($"{new string('a', length)}@example.test"), Is.EqualTo(reason));

    [Test]
    public void A_label_of_more_than_63_characters_is_no_host_name() =>
        Assert.That(EmailAddress.Refuse($"ana@{new string('a', 64)}.test"), Is.Not.Null);
}
