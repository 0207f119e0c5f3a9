using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Logs;

namespace Notifications.OrdersEndpoint.Tests.Logs;

[Parallelizable(ParallelScope.All)]
public sealed class LogLevelsTests
{
    [TestCase("Notifications.Messaging.Broker.Publisher", LogLevel.Information)]
    [TestCase("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)]
    [TestCase("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.Critical)]
    [TestCase("Notifications.ServiceDefaults.Access.ServiceTokenHandler", LogLevel.Warning)]
    public void Without_settings_our_lines_are_written_and_those_of_others_are_warnings(string source, LogLevel level) =>
        Assert.That(Settings().Of(source), Is.EqualTo(level));

    [Test]
    public void The_longest_name_counts_and_the_file_before_the_settings()
    {
        var levels = Settings(("Default", "Warning"), ("Override:Notifications.Messaging", "Debug"), ("Override:Quartz", "Information"))
            .With(LogLevels.Parse("""{ "Notifications.Messaging": "Error", /* loud */ "notifications.messaging.broker": "verbose", }"""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(levels.Of("Notifications.OrdersEndpoint.Orders"), Is.EqualTo(LogLevel.Warning));
            Assert.That(levels.Of("Notifications.Messaging.Outbox"), Is.EqualTo(LogLevel.Error));
            Assert.That(levels.Of("Notifications.Messaging.Broker.Publisher"), Is.EqualTo(LogLevel.Trace));
            Assert.That(levels.Of("Quartz.Core"), Is.EqualTo(LogLevel.Information));
            Assert.That(levels.Of(typeof(LogLevels).FullName!), Is.EqualTo(LogLevel.Information), "that a level has changed is said at any level");
        }
    }

    [Test]
    public void A_level_for_everything_may_be_given_in_short()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Serilog:MinimumLevel", "Error")]).Build();
        Assert.That(LogLevels.OfSettings(settings).Of("Notifications"), Is.EqualTo(LogLevel.Error));
    }

    [TestCase("", "it is not JSON (line 1, byte 1)")]
    [TestCase("{ \"Default\": ", "it is not JSON (line 1, byte 14)")]
    [TestCase("[]", "it is not one object of sources and levels")]
    [TestCase("{ \"Default\": \"Loud\" }", "the level of Default is 'Loud'; there are Verbose, Debug, Information, Warning, Error and Fatal")]
    [TestCase("{ \"Default\": 2 }", "the level of Default is '2'; there are")]
    [TestCase("{ \"Default\": null }", "the level of Default is 'null'; there are")]
    [TestCase("{ \"Default\": \"2\" }", "the level of Default is '2'; there are")]
    [TestCase("{ \"*\": \"Debug\" }", "'*' is not the beginning of a source's name")]
    [TestCase("{ \"\": \"Debug\" }", "'' is not the beginning of a source's name")]
    public void What_is_wrong_is_named(string json, string problem) =>
        Assert.That(() => LogLevels.Parse(json), Throws.TypeOf<FormatException>().With.Message.StartsWith(problem));

    [Test]
    public void A_wrong_level_in_the_settings_stops_the_host() =>
        Assert.That(() => Settings(("Override:Quartz", "Loud")), Throws.TypeOf<SettingsException>().With.Message.StartsWith("Serilog:MinimumLevel: the level of Quartz is 'Loud'"));

    [Test]
    public void Changes_are_those_of_names_whose_level_is_another()
    {
        var before = Settings().With(LogLevels.Parse("""{ "A": "Debug", "B": "Information" }"""));
        var after = Settings().With(LogLevels.Parse("""{ "C": "Error", "Microsoft": "Warning" }"""));
        Assert.That(before.ChangesTo(after), Is.EquivalentTo(new[]
        {
            ("A", LogLevel.Debug, LogLevel.Information),
            ("C", LogLevel.Information, LogLevel.Error),
        }));
    }

    private static LogLevels Settings(params (string Key, string Value)[] levels) => LogLevels.OfSettings(
        new ConfigurationBuilder().AddInMemoryCollection(levels.Select(level => new KeyValuePair<string, string?>($"Serilog:MinimumLevel:{level.Key}", level.Value))).Build());
}
