using Microsoft.Extensions.Configuration;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

public sealed class SmtpSettingsTests
{
    private static readonly RelaySettings First = new() { Host = "one.example" };
    private static readonly SmtpSettings Good = new() { From = "Shop <orders@shop.example>", Relays = [First, new RelaySettings { Host = "two.example" }] };

    private static IEnumerable<TestCaseData<SmtpSettings, string>> Bad()
    {
        yield return new(Good with { From = "" }, "Smtp:From is ''");
        yield return new(Good with { From = "Shop" }, "Smtp:From is 'Shop'");
        yield return new(Good with { From = "josé@shop.example" }, "Smtp:From is 'josé@shop.example'");
        yield return new(Good with { From = "a@b.example, c@d.example" }, "Smtp:From is 'a@b.example, c@d.example'");
        yield return new(Good with { Relays = [] }, "Smtp:Relays is empty; set at least Smtp:Relays:0:Host");
        yield return new(Good with { Relays = [First, First] }, "Smtp:Relays has 'one.example:587' more than once");
        yield return new(Good with { Relays = [First, First with { Name = "second", Port = 0 }] }, "Smtp:Relays:1:Port is 0");
    }

    [TestCaseSource(nameof(Bad))]
    public void A_bad_value_is_named_with_its_key_and_what_to_do(SmtpSettings settings, string sentence) =>
        Assert.That(settings.Problems().Single(), Does.StartWith(sentence).And.Contain("set "));

    [Test]
    public void Good_settings_have_no_problems() => Assert.That(Good.Problems(), Is.Empty);

    [Test]
    public void A_relay_is_called_as_it_was_named_or_by_host_and_port() =>
        Assert.That(
            (First.Title, (First with { Name = "primary" }).Title), Is.EqualTo(("one.example:587", "primary")));

    /// <summary>The reader of settings writes back what a property says when its key is missing, before host and port are known: relays were called ":587".</summary>
    [Test]
    public void Relays_that_are_read_without_a_name_are_called_by_their_own_hosts_and_ports()
    {
        var values = new Dictionary<string, string?> { ["Relays:0:Host"] = "one.example", ["Relays:0:Port"] = "25", ["Relays:1:Host"] = "two.example", ["From"] = Good.From };
        var read = new ConfigurationBuilder().AddInMemoryCollection(values).Build().Get<SmtpSettings>()!;
        Assert.That(read.Relays.Select(relay => relay.Title), Is.EqualTo(new[] { "one.example:25", "two.example:587" }));
        Assert.That(read.Problems(), Is.Empty);
    }

    [Test]
    public void The_longest_send_is_that_of_the_most_patient_relay() =>
        Assert.That(
            (Good with { Relays = [First, First with { TotalTimeout = TimeSpan.FromSeconds(100) }] }).LongestSend, Is.EqualTo(TimeSpan.FromSeconds(100)));
}
