using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

public sealed class NoLeakTests
{
    private static readonly string Ours = SoundRun.Recipient(SoundRun.Plain);

    [Test]
    public void A_second_recipient_of_the_envelope_breaks_it() =>
        Assert.That(
            Mail(mail => mail with { Recipients = [.. mail.Recipients, "eve@evil.example"] }), Is.EqualTo(new[] { "ghost", "identical", "no leak" }),
            "Nobody ordered with that address, and two have the same mail.");

    [Test]
    public void The_same_one_twice_breaks_it() => Assert.That(Mail(mail => mail with { Recipients = [Ours, Ours] }), Is.EqualTo(new[] { "no leak" }));

    [TestCase("order-1@proof.example")]
    [TestCase("order-0@proof.example, eve@evil.example")]
    [TestCase("order-0@proof.example <eve@evil.example>")]
    [TestCase("<eve@evil.example> <order-0@proof.example>")]
    [TestCase("eve@evil.example, Ada <order-0@proof.example>")]
    [TestCase("\"A\" <eve@evil.example>, \"B\" <order-0@proof.example>")]
    [TestCase("")]
    public void A_To_that_says_another_address_breaks_it(string to) => Assert.That(Mail(mail => mail with { Addressed = [to] }), Is.EqualTo(new[] { "no leak" }));

    [TestCase("order-0@proof.example")]
    [TestCase("<order-0@proof.example>")]
    [TestCase("Ada Lovelace <order-0@proof.example>")]
    [TestCase("=?utf-8?b?Sm9zw6k=?= <order-0@proof.example>")]
    [TestCase("\"Ada, \\\"the\\\" <Countess>\" <order-0@proof.example>")]
    [TestCase("\"Ada \\\\\" <order-0@proof.example>")]
    public void A_To_with_a_name_is_sound(string to) => Assert.That(Mail(mail => mail with { Addressed = [to] }), Is.Empty);

    [Test]
    public void Another_address_beside_the_To_breaks_it() => Assert.That(Mail(mail => mail with { Addressed = [Ours, "eve@evil.example"] }), Is.EqualTo(new[] { "no leak" }));

    [Test]
    public void No_address_at_all_breaks_it() => Assert.That(Mail(mail => mail with { Addressed = [] }), Is.EqualTo(new[] { "no leak" }));

    [TestCase("Cc")]
    [TestCase("Bcc")]
    [TestCase("Reply-To")]
    [TestCase("X-Mailer")]
    [TestCase("no header at all")]
    public void A_header_that_is_not_ours_breaks_it(string name) => Assert.That(Mail(mail => mail with { Headers = [.. mail.Headers, name] }), Is.EqualTo(new[] { "no leak" }));

    [Test]
    public void A_header_that_stands_twice_breaks_it() => Assert.That(Mail(mail => mail with { Headers = [.. mail.Headers, "SUBJECT"] }), Is.EqualTo(new[] { "no leak" }));

    [Test]
    public void What_was_not_taken_has_leaked_nothing_yet() =>
        Assert.That(SoundRun.Evidence.ChangeMail(SoundRun.Deferred, mail => mail.Taken ? mail : mail with { Headers = ["Cc"] }).Broken(), Is.Empty);

    private static IEnumerable<string> Mail(Func<MailLine, MailLine> change) => SoundRun.Evidence.ChangeMail(SoundRun.Plain, change).Broken();
}
