using Notifications.NotificationEndpoint.Recipients;

namespace Notifications.NotificationEndpoint.Tests.Recipients;

public sealed class RecipientSettingsTests
{
    [TestCase("", "")]
    [TestCase("  ", "")]
    [TestCase("shop.example", "")]
    [TestCase("shop.example,bücher.example, xn--bcher-kva.example,localhost", "mail.shop.example")]
    public void Good_lists_have_no_problems(string allow, string deny) =>
        Assert.That(new RecipientSettings { AllowDomains = allow, DenyDomains = deny }.Problems(), Is.Empty);

    [TestCase("*.shop.example", "where '*.shop.example' is no domain; write it without what stands before its name, subdomains are covered.")]
    [TestCase(".shop.example", "where '.shop.example' is no domain; write it without what stands before its name, subdomains are covered.")]
    [TestCase("ana@shop.example", "where 'ana@shop.example' is no domain; give only what stands behind the @.")]
    [TestCase("a.example;b.example", "where 'a.example;b.example' is no domain; give names such as shop.example, separated by commas.")]
    [TestCase("a.example b.example", "where 'a.example b.example' is no domain; give names such as shop.example, separated by commas.")]
    [TestCase("192.0.2.1", "where '192.0.2.1' is no domain; give names such as shop.example, separated by commas.")]
    [TestCase("a..example", "where 'a..example' is no domain; give names such as shop.example, separated by commas.")]
    [TestCase(".", "where '.' is no domain; write it without what stands before its name, subdomains are covered.")]
    public void What_is_no_domain_is_named_with_the_list_it_is_in_and_what_to_do(string list, string end)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new RecipientSettings { AllowDomains = list }.Problems(), Is.EqualTo([$"Recipients:AllowDomains is '{list}', {end}"]));
            Assert.That(new RecipientSettings { DenyDomains = list }.Problems(), Is.EqualTo([$"Recipients:DenyDomains is '{list}', {end}"]));
        }
    }

    /// <summary>Skipped as empty, it would let a staging system write to everybody.</summary>
    [TestCase(",")]
    [TestCase("shop.example,")]
    public void A_comma_without_a_domain_is_a_problem(string list) =>
        Assert.That(new RecipientSettings { AllowDomains = list }.Problems(), Has.All.EndsWith("take out the comma that has no domain beside it.").And.Not.Empty);

    [Test]
    public void An_allowed_domain_that_is_denied_all_the_same_is_a_problem() =>
        Assert.That(
            new RecipientSettings { AllowDomains = "mail.shop.example,b.example", DenyDomains = "Shop.example" }.Problems(),
            Is.EqualTo(["Recipients:AllowDomains has mail.shop.example, which Recipients:DenyDomains takes back with shop.example; remove one of the two."]));
}
