using Microsoft.Extensions.Configuration;
using Notifications.ServiceDefaults.Configured;

namespace Notifications.OrdersEndpoint.Tests.Configured;

[Parallelizable(ParallelScope.All)]
public sealed class SectionsTests
{
    [TestCase("Smpt:From", "Smpt is not a section; Smtp is one. Is Smtp:From meant?")]
    [TestCase("Recipient:AllowDomains", "Recipient is not a section; Recipients is one. Is Recipients:AllowDomains meant?")]
    [TestCase("Logs:LevelsFile", "Logs is not a section; Log is one. Is Log:LevelsFile meant?")]
    [TestCase("Recoverabilty:Jitter", "Recoverabilty is not a section; Recoverability is one. Is Recoverability:Jitter meant?")]
    public void One_that_is_almost_another_is_named_with_it(string key, string sentence) => Assert.That(Misspelt(key), Is.EqualTo(new[] { sentence }));

    [TestCase("Smtp:From")]
    [TestCase("smtp:from")]
    [TestCase("Logging:LogLevel:Default")]
    [TestCase("Kestrel:Limits:MaxConcurrentConnections")]
    [TestCase("Serilog:MinimumLevel:Default")]
    [TestCase("Shop:Key")]
    [TestCase("Smpt")]
    public void Others_are_nobodys_business(string key) => Assert.That(Misspelt(key), Is.Empty);

    private static IEnumerable<string> Misspelt(string key) =>
        Sections.Misspelt(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = "x" }).Build());
}
