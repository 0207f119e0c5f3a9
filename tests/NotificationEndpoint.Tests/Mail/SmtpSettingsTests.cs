using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

public sealed class SmtpSettingsTests
{
    private static readonly SmtpSettings Good = new() { Host = "relay.example", From = "Shop <orders@shop.example>" };

    private static IEnumerable<TestCaseData<SmtpSettings, string>> Bad()
    {
        yield return new(Good with { Host = "relay example" }, "Smtp:Host is 'relay example'");
        yield return new(Good with { Port = 0 }, "Smtp:Port is 0");
        yield return new(Good with { From = "" }, "Smtp:From is ''");
        yield return new(Good with { From = "Shop" }, "Smtp:From is 'Shop'");
        yield return new(Good with { From = "josé@shop.example" }, "Smtp:From is 'josé@shop.example'");
        yield return new(Good with { From = "a@b.example, c@d.example" }, "Smtp:From is 'a@b.example, c@d.example'");
        yield return new(Good with { Tls = (SmtpTls)7 }, "Smtp:Tls is '7'");
        yield return new(Good with { User = "shop" }, "Smtp:Password is not set");
        yield return new(Good with { Password = "hush" }, "Smtp:User is not");
        yield return new(Good with { User = "shop", Password = "hush", Tls = SmtpTls.None }, "Smtp:Tls is None");
        yield return new(Good with { Sessions = 0 }, "Smtp:Sessions is 0");
        yield return new(Good with { SessionMails = 0 }, "Smtp:SessionMails is 0");
        yield return new(Good with { CommandTimeout = TimeSpan.Zero }, "Smtp:CommandTimeout is 00:00:00");
        yield return new(Good with { SessionIdle = TimeSpan.FromDays(1) }, "Smtp:SessionIdle is 1.00:00:00");
        yield return new(Good with { TotalTimeout = TimeSpan.FromSeconds(40) }, "Smtp:TotalTimeout is 00:00:40; set it to at least 00:01:15");
    }

    [TestCaseSource(nameof(Bad))]
    public void A_bad_value_is_named_with_its_key_and_what_to_do(SmtpSettings settings, string sentence)
    {
        var problems = settings.Problems().ToList();

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.Contain(sentence).And.Contain("set ").And.Not.Contain("hush"));
    }

    [Test]
    public void The_defaults_need_a_host_and_a_sender() =>
        Assert.That(new SmtpSettings().Problems().Select(problem => problem.Split(" is ")[0]), Is.EqualTo(new[] { "Smtp:Host", "Smtp:From" }));

    [Test]
    public void Good_settings_have_no_problems() => Assert.That(Good.Problems(), Is.Empty);
}
