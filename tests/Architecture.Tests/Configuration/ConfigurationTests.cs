using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Notifications.ServiceDefaults.Addresses;
using Notifications.ServiceDefaults.Configured;

namespace Notifications.Architecture.Tests.Configuration;

/// <summary>Every setting of every host: on the page, and shown to whoever asks, unless it is a secret.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ConfigurationTests
{
    [Test]
    public async Task The_page_has_every_setting_as_the_records_have_it()
    {
        var page = Repository.Read(ConfigurationPage.Path).Split(ConfigurationPage.Mark);
        Assert.That(page, Has.Length.EqualTo(2));
        Assert.That(page[1].Split('\n'), Is.EqualTo(ConfigurationPage.Write(await HostCheck.Answers).Split('\n')),
            "Write it anew: dotnet test tests/Architecture.Tests --filter Name=The_page_can_be_written_anew");
    }

    [Test]
    public void The_page_has_the_keys_of_a_database_url()
    {
        var list = Regex.Match(Repository.Read(ConfigurationPage.Path), @"are those of libpq:(?<keys>[^.]*)\.").Groups["keys"].Value;
        Assert.That(Regex.Matches(list, "`(?<key>[a-z_]+)`").Select(key => key.Groups["key"].Value), Is.EqualTo(DatabaseUrl.KnownKeys));
    }

    [Test]
    [Explicit("It changes a file of the repository.")]
    public async Task The_page_can_be_written_anew()
    {
        var head = Repository.Read(ConfigurationPage.Path).Split(ConfigurationPage.Mark)[0];
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, ConfigurationPage.Path), $"{head}{ConfigurationPage.Mark}{ConfigurationPage.Write(await HostCheck.Answers)}");
    }

    [Test]
    public async Task Every_host_shows_what_it_would_run_with_and_no_secret()
    {
        foreach (var (host, answer) in await HostCheck.Answers)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That((answer.ExitCode, answer.Error), Is.EqualTo((0, "")), host);
                Assert.That(answer.Output, Does.Not.Contain(HostCheck.Secret), host);
                Assert.That(answer.Output, Does.Contain("Password=***").And.Contain("Broker:Uri = amqp://user:***@broker/%2F (environment variable RABBITMQ_URL)"), host);
            }
        }
    }

    [Test]
    public async Task What_is_wrong_is_said_of_all_sections_at_once()
    {
        var (exitCode, _, error) = await HostCheck.RunAsync("NotificationEndpoint", new Dictionary<string, string> { ["Smpt__From"] = "x", ["Broker__Window"] = "0", ["Ledger__Laese"] = "x", ["Consumer__Prefetch"] = "many" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(error, Does.Contain("Is Smtp:From meant?").And.Contain("Broker:Window is 0").And.Contain("Ledger:Laese is not a setting")
                .And.Contain("'many' at 'Consumer:Prefetch'").And.Contain("Database:ConnectionString is missing").And.Contain("Smtp:Relays is empty"));
        }
    }

    [Test]
    public async Task What_another_section_depends_on_is_named_when_it_cannot_be_read()
    {
        var (exitCode, _, error) = await HostCheck.RunAsync("RecoverabilityEndpoint", new Dictionary<string, string> { ["Access__ClockSkew"] = "soon", ["DATABASE_URL"] = "postgres://h", ["RABBITMQ_URL"] = "amqp://h" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(error, Does.StartWith("Failed to convert configuration value 'soon' at 'Access:ClockSkew'"));
        }
    }

    [Test]
    public async Task Every_section_is_known_and_read_by_a_host()
    {
        var read = (await HostCheck.Answers).Values.SelectMany(host => host.Sections).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Sections.All, Is.EquivalentTo(SettingsTypes.BySection.Keys));
            Assert.That(read, Is.EquivalentTo(SettingsTypes.BySection.Keys));
        }
    }

    /// <summary>One without a mark is taken for a secret; whoever adds it has to say.</summary>
    [TestCaseSource(nameof(Texts))]
    public void Every_text_says_whether_it_may_be_shown(PropertyInfo text)
    {
        var kind = text.GetCustomAttribute<DataTypeAttribute>();
        Assert.That(kind, Is.Not.Null);
        if (text.Name.Contains("Password", StringComparison.Ordinal) || text.Name.Contains("Secret", StringComparison.Ordinal) || text.Name.EndsWith("Token", StringComparison.Ordinal))
            Assert.That(kind!.DataType, Is.EqualTo(DataType.Password));
        if (text.Name.EndsWith("Uri", StringComparison.Ordinal) || text.Name.EndsWith("Url", StringComparison.Ordinal) || text.Name.Contains("Connection", StringComparison.Ordinal))
            Assert.That(kind!.DataType, Is.Not.EqualTo(DataType.Text));
    }

    private static IEnumerable<TestCaseData> Texts() =>
        from section in SettingsTypes.BySection
        from key in SettingsTypes.Keys(section.Key, section.Value)
        where (SettingsTypes.ItemOf(key.Property.PropertyType) ?? key.Property.PropertyType) == typeof(string)
        select new TestCaseData(key.Property).SetArgDisplayNames(key.Variable);
}
