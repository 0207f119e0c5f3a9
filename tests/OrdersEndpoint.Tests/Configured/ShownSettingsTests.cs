using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Addresses;
using Notifications.ServiceDefaults.Configured;

namespace Notifications.OrdersEndpoint.Tests.Configured;

[Parallelizable(ParallelScope.All)]
public sealed class ShownSettingsTests
{
    [Test]
    public void A_line_a_key_with_its_value_and_where_it_comes_from()
    {
        var lines = Show(new() { ["Test:Items:1:Name"] = "b", ["Test:Items:first:Name"] = "c\nTest:Number = 3", ["Test:Items:first:Hidden"] = "h" }, "--Test:Number=7");
        Assert.That(lines, Is.EqualTo(new[]
        {
            "Test:Number = 7 (command line)",
            "Test:Pause = 00:00:03 (default)",
            "Test:Address = (nothing) (default)",
            "Test:Forgotten = (nothing) (default)",
            "Test:Names = (nothing) (default)",
            "Test:Items:1:Name = b (configuration)",
            "Test:Items:1:Hidden = (nothing) (default)",
            "Test:Items:first:Name = c Test:Number = 3 (configuration)",
            "Test:Items:first:Hidden = *** (configuration)",
        }));
    }

    [Test]
    public void A_text_that_nobody_marked_as_harmless_is_a_secret()
    {
        var lines = Show(new() { ["Test:Forgotten"] = "secret", ["Test:Names:0"] = "secret", ["Test:Address"] = "https://user:secret@host:1/path?token=secret" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.None.Contains("secret"));
            Assert.That(lines, Has.One.EqualTo("Test:Address = https://user:***@host:1/path?*** (configuration)"));
            Assert.That(lines, Has.One.EqualTo("Test:Forgotten = *** (configuration)").And.One.EqualTo("Test:Names:0 = *** (configuration)"));
        }
    }

    [TestCase("amqp://user@host/v", ExpectedResult = "amqp://user@host/v")]
    [TestCase("amqp://us:er:secret@host", ExpectedResult = "amqp://us:***@host/")]
    [TestCase("secret", ExpectedResult = "***")]
    public string An_address_is_shown_without_its_password(string address) => ShownSettings.WithoutPassword(address);

    [Test]
    public void What_a_url_stands_for_comes_from_it()
    {
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine(["--RABBITMQ_URL=amqp://host", "--DATABASE_URL=postgres://host", "--Database:ConnectionString="]);
        Assert.That(configuration.AddAddressVariables(), Is.Empty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(configuration["Broker:Uri"], Is.EqualTo("amqp://host"));
            Assert.That(configuration["Database:ConnectionString"], Is.EqualTo("postgres://host"));
            Assert.That(Origin.Of(configuration, "Broker:Uri"), Is.EqualTo("command line"));
        }
    }

    [Test]
    public void Two_addresses_that_differ_are_named_without_their_passwords()
    {
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine(["--RABBITMQ_URL=amqp://u:secret@host", "--Broker:Uri=amqp://u:secret@other", "--DATABASE_URL=postgres://u:secret@host", "--Database:ConnectionString=Host=other;Password=secret"]);
        Assert.That(configuration.AddAddressVariables(), Has.Count.EqualTo(2).And.One.Contains("RABBITMQ_URL and Broker__Uri").And.One.Contains("DATABASE_URL and Database__ConnectionString").And.None.Contains("secret"));
    }

    private static List<string> Show(Dictionary<string, string?> values, params string[] arguments)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddCommandLine(arguments).Add(new Given(values));
        var report = SettingsReport.Begin(builder);
        builder.AddSettings<TestSettings>("Test", _ => []);
        return [.. ShownSettings.Of(report, builder.Configuration).Where(line => line.StartsWith("Test:", StringComparison.Ordinal))];
    }

    private sealed record TestSettings
    {
        public int Number { get; init; }

        public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);

        [DataType(DataType.Url)]
        public string Address { get; init; } = "";

        public string Forgotten { get; init; } = "";

        public IReadOnlyList<string> Names { get; init; } = [];

        public IReadOnlyList<Item> Items { get; init; } = [];
    }

    private sealed record Item
    {
        [DataType(DataType.Text)]
        public string Name { get; init; } = "";

        public string? Hidden { get; init; }
    }

    /// <summary>Neither a file nor the environment, and not in memory, where the host itself puts things.</summary>
    private sealed class Given(Dictionary<string, string?> values) : ConfigurationProvider, IConfigurationSource
    {
        public override void Load() => Data = values;

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
