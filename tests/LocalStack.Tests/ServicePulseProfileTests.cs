using Notifications.LocalStack.Hosts;
using Notifications.Testing;
using YamlDotNet.RepresentationModel;

namespace Notifications.LocalStack.Tests;

/// <summary>The profiles "servicepulse" and "servicecontrol" of <c>docker-compose.yml</c>, and what their parts must know of each other.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ServicePulseProfileTests
{
    private const string Recoverability = "recoverability-endpoint";
    private static readonly IReadOnlyDictionary<string, YamlNode> Services = Yaml.Load(Path.Combine(BuildOutput.Root, "docker-compose.yml")).Of("services").Entries();

    [Test]
    public void Failed_messages_are_taken_without_any_profile_and_ServicePulse_is_one() => Assert.Multiple(() =>
    {
        Assert.That(Services[Recoverability].Has("profiles"), Is.False);
        Assert.That(Of("servicepulse"), Is.EqualTo(new[] { "servicepulse" }));
        Assert.That(Services.Where(service => service.Value.Has("profiles") && Of(service.Key).Contains("servicecontrol")).Select(service => service.Key),
            Is.EquivalentTo(new[] { "servicecontrol-db", "servicecontrol", "servicecontrol-pulse" }));
    });

    [Test]
    public void ServicePulse_asks_the_recoverability_endpoint_by_a_name_that_it_answers_to_and_from_pages_that_it_trusts()
    {
        var trusts = Services[Recoverability].Of("environment");
        var asks = new Uri(Services["servicepulse"].Of("environment").Text("SERVICECONTROL_URL"));
        var page = Port("servicepulse").Split(':')[1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((asks.Host, asks.Port), Is.EqualTo((Recoverability, 8080)));
            Assert.That(trusts.Text("ServicePulse__Hosts__0"), Is.EqualTo(asks.Host));
            Assert.That(new[] { trusts.Text("ServicePulse__Origins__0"), trusts.Text("ServicePulse__Origins__1") }, Is.EqualTo(new[] { $"http://localhost:{page}", $"http://127.0.0.1:{page}" }));
        }
    }

    [TestCase(Recoverability)]
    [TestCase("servicepulse")]
    [TestCase("servicecontrol")]
    [TestCase("servicecontrol-pulse")]
    public void Whoever_reaches_its_port_may_operate_so_this_machine_alone_does(string service) => Assert.That(Port(service), Does.StartWith("127.0.0.1:"));

    [TestCase("servicepulse")]
    [TestCase("servicecontrol")]
    [TestCase("servicecontrol-db")]
    [TestCase("servicecontrol-pulse")]
    public void An_image_has_a_version(string service) => Assert.That(Services[service].Text("image"), Does.Match(@"^particular/[a-z-]+:\d+\.\d+\.\d+$"));

    [Test]
    public void The_launcher_and_compose_answer_at_the_same_port() => Assert.That(Port(Recoverability), Does.StartWith($"127.0.0.1:{HostPlans.Recoverability.Port}:"));

    [Test]
    public void All_hosts_send_their_heartbeats_to_the_queue_that_is_read_by_default()
    {
        var hosts = Services.Where(service => service.Key.EndsWith("-endpoint", StringComparison.Ordinal) || service.Key == "reconciliation-job").ToList();
        Assert.That(hosts, Has.Count.EqualTo(4));
        Assert.That(hosts.Select(host => ((YamlScalarNode)host.Value.Of("environment").Entries()["ServiceControl__HeartbeatQueue"]).Value), Is.All.EqualTo("Particular.ServiceControl"));
    }

    private static IEnumerable<string?> Of(string service) => Services[service].Items("profiles").Select(profile => ((YamlScalarNode)profile).Value);

    private static string Port(string service) => ((YamlScalarNode)Services[service].Items("ports").Single()).Value!;
}
