using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

public sealed class RelaySettingsTests
{
    private static readonly RelaySettings Good = new() { Host = "relay.example" };

    private static IEnumerable<TestCaseData<RelaySettings, string>> Bad()
    {
        yield return new(Good with { Host = "relay example" }, "Smtp:Relays:0:Host is 'relay example'");
        yield return new(Good with { Port = 0 }, "Smtp:Relays:0:Port is 0");
        yield return new(Good with { Tls = (SmtpTls)7 }, "Smtp:Relays:0:Tls is '7'");
        yield return new(Good with { User = "shop" }, "Smtp:Relays:0:Password is not set");
        yield return new(Good with { Password = "hush" }, "Smtp:Relays:0:User is not");
        yield return new(Good with { User = "shop", Password = "hush", Tls = SmtpTls.None }, "Smtp:Relays:0:Tls is None");
        yield return new(Good with { Sessions = 0 }, "Smtp:Relays:0:Sessions is 0");
        yield return new(Good with { SessionMails = 0 }, "Smtp:Relays:0:SessionMails is 0");
        yield return new(Good with { CommandTimeout = TimeSpan.Zero }, "Smtp:Relays:0:CommandTimeout is 00:00:00");
        yield return new(Good with { SessionIdle = TimeSpan.FromDays(1) }, "Smtp:Relays:0:SessionIdle is 1.00:00:00");
        yield return new(Good with { Name = "line\nbreak" }, "Smtp:Relays:0:Name is 'line\nbreak'");
        yield return new(Good with { MailsPerSecond = -1 }, "Smtp:Relays:0:MailsPerSecond is -1");
        yield return new(Good with { MailsPerSecond = 0.001 }, "Smtp:Relays:0:MailsPerSecond is 0.001");
        yield return new(Good with { DownAfter = 0 }, "Smtp:Relays:0:DownAfter is 0");
        yield return new(Good with { RefusesAllAfter = 1 }, "Smtp:Relays:0:RefusesAllAfter is 1");
        yield return new(Good with { LongestRest = TimeSpan.FromMinutes(2) }, "Smtp:Relays:0:LongestRest is 00:02:00");
        yield return new(Good with { DataTimeout = TimeSpan.Zero }, "Smtp:Relays:0:DataTimeout is 00:00:00");
        yield return new(Good with { TotalTimeout = TimeSpan.FromSeconds(40) }, "Smtp:Relays:0:TotalTimeout is 00:00:40; set it to at least 00:01:15");
    }

    [TestCaseSource(nameof(Bad))]
    public void A_bad_value_is_named_with_its_key_and_what_to_do(RelaySettings settings, string sentence)
    {
        var problems = settings.Problems("Smtp:Relays:0").ToList();

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.Contain(sentence).And.Contain("set ").And.Not.Contain("hush"));
    }

    [Test]
    public void The_defaults_need_a_host() =>
        Assert.That(new RelaySettings().Problems("Smtp:Relays:0").Select(problem => problem.Split(" is ")[0]), Is.EqualTo(new[] { "Smtp:Relays:0:Host" }));

    [Test]
    public void Good_settings_have_no_problems() => Assert.That(Good.Problems("Smtp:Relays:0"), Is.Empty);
}
