using Notifications.Testing;
using YamlDotNet.RepresentationModel;

namespace Notifications.LocalStack.Tests;

/// <summary>What every service of <c>docker-compose.yml</c> has, whatever its profile.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ComposeServicesTests
{
    private static readonly YamlNode File = Yaml.Load(Path.Combine(BuildOutput.Root, "docker-compose.yml"));
    private static readonly IReadOnlyDictionary<string, YamlNode> Services = File.Of("services").Entries();
    private static readonly string[] Names = [.. Services.Keys];
    private static readonly string[] Ours = ["migrator", "orders-endpoint", "notification-endpoint", "reconciliation-job", "recoverability-endpoint"];
    private static readonly string[] SayNothingToTheEnd = ["welcome"];

    [Test]
    public void There_are_five_profiles_and_without_one_the_system_with_its_servers() => Assert.That(
        Services.ToLookup(service => Profile(service.Value), service => service.Key).Select(profile => (profile.Key, Services: string.Join(' ', profile.Order()))),
        Is.EquivalentTo(new[]
        {
            ("", string.Join(' ', Ours.Concat(["mailhog", "postgres", "rabbitmq", "welcome"]).Order())),
            ("chaos", "toxiproxy"),
            ("observability", "grafana jaeger otel-collector prometheus"),
            ("servicecontrol", "servicecontrol servicecontrol-db servicecontrol-pulse"),
            ("servicepulse", "servicepulse"),
        }));

    [TestCaseSource(nameof(Names))]
    public void A_service_has_a_version_or_is_built_here(string name)
    {
        var service = Services[name].Entries();
        var image = ((YamlScalarNode)service["image"]).Value;

        if (Ours.Contains(name))
            Assert.That((image, service["build"].Of("args").Text("PROJECT")), Is.EqualTo(($"notifications/{name}", ProjectOf(name))));
        else
            Assert.That(image, Does.Match(@":v?\d+\.\d+(\.\d+)?(-\w+)?$"));
    }

    [TestCaseSource(nameof(Names))]
    public void A_service_that_stays_has_a_limit_of_memory_and_gains_no_privileges(string name)
    {
        var service = Services[name].Entries();
        if (SayNothingToTheEnd.Contains(name))
            return;

        Assert.That(service["deploy"].Of("resources").Of("limits").Text("memory"), Does.Match("^(512M|1G)$"));
        if (name is not ("postgres" or "rabbitmq" or "mailhog"))
            Assert.That(service["security_opt"].ToString(), Does.Contain("no-new-privileges:true"));
    }

    [TestCaseSource(nameof(Names))]
    public void A_port_is_open_to_this_machine_only(string name) =>
        Assert.That(Services[name].Items("ports").Select(port => port.ToString()), Is.All.StartsWith("127.0.0.1:"));

    [TestCaseSource(nameof(Ours))]
    public void A_host_writes_to_no_disk_and_stops_within_more_than_it_takes_itself(string name)
    {
        var service = Services[name].Entries();
        Assert.That(((YamlScalarNode)service["read_only"]).Value, Is.EqualTo("true"));
        Assert.That(service["cap_drop"].ToString(), Does.Contain("ALL"));
        Assert.That(((YamlScalarNode)service["stop_grace_period"]).Value, Is.EqualTo("100s"));
    }

    [Test]
    public void What_is_kept_has_a_volume_with_a_name() => Assert.That(
        Services.Values.SelectMany(service => service.Items("volumes")).Select(volume => $"{volume}".Split(':')[0]).Where(source => !source.StartsWith("./", StringComparison.Ordinal)),
        Is.EquivalentTo(File.Of("volumes").Entries().Keys));

    [Test]
    public void Toxiproxy_hands_on_to_the_services_that_it_stands_for_at_the_ports_that_the_hosts_ask()
    {
        var proxies = Yaml.Load(Path.Combine(BuildOutput.Root, "deploy", "chaos", "toxiproxy.json"));
        var ways = ((YamlSequenceNode)proxies).Select(proxy => (proxy.Text("name"), proxy.Text("listen"), proxy.Text("upstream")));
        Assert.That(ways, Is.EquivalentTo(new[]
        {
            ("postgres", "[::]:5432", "postgres:5432"), ("rabbitmq", "[::]:5672", "rabbitmq:5672"), ("mailhog", "[::]:1025", "mailhog:1025"),
        }));
    }

    [Test]
    public void The_chaos_profile_leads_the_hosts_through_Toxiproxy()
    {
        var variables = System.IO.File.ReadAllLines(Path.Combine(BuildOutput.Root, "deploy", "chaos", "compose.env")).Where(line => line.Contains('=') && !line.StartsWith('#'));
        var compose = System.IO.File.ReadAllText(Path.Combine(BuildOutput.Root, "docker-compose.yml"));

        Assert.That(variables, Is.EqualTo(new[] { "COMPOSE_PROFILES=chaos", "DATABASE_HOST=toxiproxy", "BROKER_HOST=toxiproxy", "SMTP_HOST=toxiproxy" }));
        Assert.That(compose, Does.Contain("${DATABASE_HOST:-postgres}").And.Contain("${BROKER_HOST:-rabbitmq}").And.Contain("${SMTP_HOST:-mailhog}"));
    }

    private static string Profile(YamlNode service) => service.Entries().TryGetValue("profiles", out var profiles) ? $"{((YamlSequenceNode)profiles).Children.Single()}" : "";

    private static string ProjectOf(string service) =>
        service == "migrator" ? "Database" : string.Concat(service.Split('-').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
