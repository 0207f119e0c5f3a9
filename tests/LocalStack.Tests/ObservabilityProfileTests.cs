using Notifications.Testing;
using Notifications.Testing.Containers;
using YamlDotNet.RepresentationModel;

namespace Notifications.LocalStack.Tests;

/// <summary>The profile "observability" of <c>docker-compose.yml</c>, and what its parts must know of each other: no engine runs here to find out.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ObservabilityProfileTests
{
    private const string Collector = "otel-collector";
    private static readonly string[] Observers = [Collector, "jaeger", "prometheus", "grafana"];
    private static readonly string[] Hosts = ["orders-endpoint", "notification-endpoint", "reconciliation-job", "recoverability-endpoint"];

    private static readonly YamlNode File = Yaml.Load(Path.Combine(BuildOutput.Root, "docker-compose.yml"));
    private static readonly IReadOnlyDictionary<string, YamlNode> Services = File.Of("services").Entries();

    [Test]
    public void It_has_the_four_that_watch_and_nobody_else_needs_them()
    {
        Assert.That(Services.Keys.Where(name => Of(name).TryGetValue("profiles", out var profiles) && ((YamlSequenceNode)profiles).Children.Select(Text).Contains("observability")), Is.EquivalentTo(Observers));
        Assert.That(Services.Keys.Except(Observers).SelectMany(DependsOn), Has.None.AnyOf(Observers));
    }

    [TestCaseSource(nameof(Observers))]
    public void An_image_has_a_version_and_a_port_is_open_to_this_machine_only(string service)
    {
        Assert.That(Text(Of(service)["image"]), Does.Match(@"^[a-z/-]+:v?\d+\.\d+\.\d+$"));
        Assert.That(Texts(service, "ports"), Is.All.StartsWith("127.0.0.1:"));
    }

    [Test]
    public void They_listen_where_the_documents_say() => Assert.That(
        Observers.SelectMany(service => Texts(service, "ports")), Is.EquivalentTo(new[] { "127.0.0.1:3000:3000", "127.0.0.1:9090:9090", "127.0.0.1:16686:16686" }));

    [Test]
    public void All_but_the_one_without_a_shell_are_asked_for_their_health() =>
        Assert.That(Observers.Where(service => !Of(service).ContainsKey("healthcheck")), Is.EqualTo(new[] { Collector }));

    [TestCase("postgres", Images.Postgres)]
    [TestCase("rabbitmq", Images.RabbitMq)]
    [TestCase("prometheus", Images.Prometheus)]
    public void Tests_run_on_the_same_version(string service, string image) => Assert.That(Text(Of(service)["image"]), Is.EqualTo(image));

    [TestCaseSource(nameof(Observers))]
    public void What_is_mounted_is_there_and_what_is_kept_has_a_volume(string service)
    {
        var sources = Texts(service, "volumes").Select(volume => volume.Split(':')[0]).ToList();

        Assert.That(sources.Where(source => source.StartsWith("./", StringComparison.Ordinal) && !Path.Exists(Path.Combine(BuildOutput.Root, source))), Is.Empty);
        Assert.That(sources.Where(source => !source.StartsWith("./", StringComparison.Ordinal)), Is.SubsetOf(File.Of("volumes").Entries().Keys));
    }

    [Test]
    public void Prometheus_finds_every_host_at_the_port_that_shows_its_metrics()
    {
        var jobs = Deployed("prometheus", "prometheus.yml").Items("scrape_configs").Where(job => job.Has("dns_sd_configs")).ToList();

        Assert.That(jobs.Select(job => job.Text("job_name")), Is.EquivalentTo(Hosts));
        foreach (var job in jobs)
        {
            var environment = EnvironmentOf(job.Text("job_name"));
            var discovery = job.Items("dns_sd_configs").Single();
            Assert.That(discovery.Items("names").Select(Text), Is.EqualTo(new[] { job.Text("job_name") }));
            Assert.That(discovery.Text("port"), Is.EqualTo(environment["Telemetry__MetricsPort"]));
            Assert.That(environment["ASPNETCORE_URLS"].Split(';'), Is.EqualTo(new[] { "http://+:8080", $"http://+:{discovery.Text("port")}" }));
            Assert.That(Texts(job.Text("job_name"), "ports"), Has.None.Contain(discovery.Text("port")), "nobody outside sees it");
        }
    }

    [Test]
    public void Hosts_send_their_traces_to_the_collector_unless_told_otherwise_and_it_hands_them_to_Jaeger()
    {
        var collector = Deployed(Collector, "config.yml");
        var port = collector.Of("receivers").Of("otlp").Of("protocols").Of("grpc").Text("endpoint").Split(':')[1];

        foreach (var host in Hosts)
            Assert.That(EnvironmentOf(host)["OTEL_EXPORTER_OTLP_ENDPOINT"], Is.EqualTo($"${{OTLP_ENDPOINT-http://{Collector}:{port}}}"), host);
        Assert.That(collector.Of("exporters").Of("otlp/jaeger").Text("endpoint"), Is.EqualTo("jaeger:4317"));
    }

    [Test]
    public void What_a_pipeline_of_the_collector_names_is_defined_and_all_that_is_defined_is_used()
    {
        var collector = Deployed(Collector, "config.yml");
        var pipelines = collector.Of("service").Of("pipelines").Entries().Values.ToList();
        foreach (var kind in new[] { "receivers", "processors", "exporters" })
            Assert.That(pipelines.SelectMany(pipeline => pipeline.Items(kind)).Select(Text).Distinct(), Is.EquivalentTo(collector.Of(kind).Entries().Keys), kind);
    }

    [Test]
    public void Grafana_asks_services_that_there_are_and_finds_its_dashboards_where_they_are_mounted()
    {
        var addresses = Deployed("grafana", "provisioning", "datasources", "datasources.yml").Items("datasources").Select(source => new Uri(source.Text("url")));
        Assert.That(addresses.Select(address => (address.Host, address.Port)), Is.EquivalentTo(new[] { ("prometheus", 9090), ("jaeger", 16686) }));

        var folder = Deployed("grafana", "provisioning", "dashboards", "dashboards.yml").Items("providers").Single().Of("options").Text("path");
        Assert.That(Texts("grafana", "volumes"), Does.Contain($"./deploy/grafana/dashboards:{folder}:ro"));
        var home = EnvironmentOf("grafana")["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"];
        Assert.That(Path.Combine(BuildOutput.Root, "deploy", "grafana", "dashboards", Path.GetRelativePath(folder, home)), Does.Exist);
    }

    private static IReadOnlyDictionary<string, YamlNode> Of(string service) => Services[service].Entries();

    private static IEnumerable<string> DependsOn(string service) => Of(service).TryGetValue("depends_on", out var servers) ? servers.Entries().Keys : [];

    private static Dictionary<string, string> EnvironmentOf(string service) =>
        Of(service)["environment"].Entries().ToDictionary(entry => entry.Key, entry => Text(entry.Value));

    private static IEnumerable<string> Texts(string service, string key) =>
        Of(service).TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Children.Select(Text) : [];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    private static YamlNode Deployed(params string[] path) => Yaml.Load(Path.Combine([BuildOutput.Root, "deploy", .. path]));
}
