using System.Text.RegularExpressions;
using k8s.Models;
using Notifications.LocalStack;
using Notifications.LocalStack.Ports;
using Notifications.Testing;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>What pods are told: settings that exist, values that hosts take, and no secret where everybody reads.</summary>
[TestFixtureSource(typeof(Manifests), nameof(Manifests.Overlays))]
[CancelAfter(120_000)]
public sealed partial class SettingTests(string overlay)
{
    /// <summary>For the runtime or for OpenTelemetry.</summary>
    private static readonly string[] Others = ["ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_ENDPOINT", "SSL_CERT_DIR"];

    private Manifests _manifests = null!;

    [OneTimeSetUp]
    public async Task Render() => _manifests = await Manifests.OfOverlayAsync(overlay);

    /// <summary>A host refuses a key that its section has not; a section that it has not, nobody notices.</summary>
    [Test]
    public void Every_variable_is_of_a_section_that_its_host_reads()
    {
        foreach (var host in _manifests.Hosts)
        {
            var sections = SectionsOf(host.Project);
            var variables = PodSettings.Of(_manifests, host).Keys.Except(Others);
            Assert.That(variables.Where(variable => !sections.Contains(variable.Split("__")[0])), Is.Empty, host.Name);
        }
    }

    /// <summary>The program itself, with nothing but what the pod gives it, and no server within reach: it starts, and says at the pod's probes how it is.</summary>
    [TestCase("orders-endpoint")]
    [TestCase("notification-endpoint")]
    [TestCase("reconciliation-job")]
    [TestCase("recoverability-endpoint")]
    public async Task A_host_starts_with_the_settings_of_its_pod_and_answers_its_probes(string name, CancellationToken cancellation)
    {
        var pod = _manifests.Hosts.Single(host => host.Name == name);
        var metrics = FreePort.Next();
        var settings = PodSettings.Of(_manifests, pod).ToDictionary(setting => setting.Key, setting => Filled(setting.Key, setting.Value));
        Assert.That(settings["ASPNETCORE_URLS"].Split(';').Select(url => new Uri(url.Replace('+', '_')).Port), Is.EqualTo(pod.Container.Ports.Select(port => port.ContainerPort)));
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{metrics}";
        settings["Telemetry__MetricsPort"] = $"{metrics}";

        await using var host = await HostProcess.StartAsync(pod.Project, settings, readyPath: pod.Container.StartupProbe.HttpGet.Path[1..], cancellation: cancellation);

        using var http = new HttpClient { BaseAddress = host.Address };
        Assert.That((int)(await http.GetAsync(pod.Container.LivenessProbe.HttpGet.Path, cancellation)).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await http.GetAsync(pod.Container.ReadinessProbe.HttpGet.Path, cancellation)).StatusCode, Is.EqualTo(503), "its database is away");
        Assert.That((int)(await http.GetAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"), cancellation)).StatusCode, Is.EqualTo(200));
    }

    [Test]
    public void Every_key_of_a_Secret_that_a_pod_wants_is_there_and_none_is_for_nothing()
    {
        var servers = overlay == "local" ? ["postgres", "rabbitmq"] : Array.Empty<string>();
        var wanted = _manifests.Workloads.SelectMany(PodSettings.Wanted).Distinct().Where(secret => overlay == "production" || secret.Secret != "webhook").ToList();
        Assert.That(wanted, Is.EquivalentTo(PodSettings.Secrets(_manifests).Keys));
        Assert.That(wanted.Select(secret => secret.Secret), Is.SupersetOf(servers));
    }

    [Test]
    public void In_production_Secrets_are_nobodys_but_the_operators()
    {
        if (overlay == "production")
            Assert.That(_manifests.All<V1Secret>(), Is.Empty);
        foreach (var (key, value) in _manifests.All<V1ConfigMap>().SelectMany(map => map.Data ?? new Dictionary<string, string>()))
            Assert.That(SecretKey().IsMatch(key) || SecretValue().IsMatch(value), Is.False, key);
        foreach (var variable in _manifests.Workloads.SelectMany(workload => workload.Container.Env ?? []).Where(variable => SecretKey().IsMatch(variable.Name)))
            Assert.That(variable.Value, Is.Null, variable.Name);
        foreach (var value in PodSettings.Secrets(_manifests).Values.Where(_ => overlay == "production"))
            Assert.That(value, Does.Contain('…'), "an example");
    }

    /// <summary>Sections as the host's own folder and those that it shares register them.</summary>
    private static HashSet<string> SectionsOf(string project) =>
        new[] { project, "ServiceDefaults" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(BuildOutput.Root, "src", folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Section().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["section"].Value)
            .ToHashSet();

    /// <summary>Good values for what an example leaves open, and servers that nobody is.</summary>
    private static string Filled(string key, string value) => key switch
    {
        "Database__ConnectionString" => "Host=127.0.0.1;Port=9;Database=notifications;Username=nobody;Password=nothing",
        "Broker__Uri" => "amqp://nobody:nothing@127.0.0.1:9/%2F",
        "OTEL_EXPORTER_OTLP_ENDPOINT" => "http://127.0.0.1:9",
        "Access__ServiceTokens__0__Token" or "Webhook__Secret" when value.Contains('…') => "0123456789abcdef0123456789abcdef",
        _ => value.Replace("…", "x", StringComparison.Ordinal),
    };

    [GeneratedRegex("""AddSettings(<\w+>)?\("(?<section>\w+)",""")]
    private static partial Regex Section();

    [GeneratedRegex("(Password|Token|Secret|ConnectionString|Uri|Url|Management|PrivateKey)$")]
    private static partial Regex SecretKey();

    [GeneratedRegex("://[^/]*:[^/]*@|(?i)password=")]
    private static partial Regex SecretValue();
}
