using k8s.Models;
using Npgsql;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>Who may talk to whom: everything is closed, and each opening is one that somebody needs.</summary>
[TestFixtureSource(typeof(Manifests), nameof(Manifests.Overlays))]
public sealed class NetworkTests(string overlay)
{
    private Manifests _manifests = null!;

    private IEnumerable<V1NetworkPolicy> Policies => _manifests.All<V1NetworkPolicy>();

    [OneTimeSetUp]
    public async Task Render() => _manifests = await Manifests.OfOverlayAsync(overlay);

    [Test]
    public void Without_another_policy_nothing_comes_in_and_nothing_goes_out()
    {
        var closed = _manifests.One<V1NetworkPolicy>("closed").Spec;
        Assert.That(closed.PolicyTypes, Is.EquivalentTo(["Ingress", "Egress"]));
        Assert.That(closed.Ingress, Is.Null.Or.Empty);
        Assert.That(closed.Egress, Is.Null.Or.Empty);
        Assert.That(_manifests.Workloads.All(workload => workload.IsChosenBy(closed.PodSelector)), Is.True);
    }

    [Test]
    public void Each_policy_is_about_pods_that_there_are_names_where_and_names_the_port()
    {
        foreach (var policy in Policies.Where(policy => policy.Metadata.Name != "closed"))
        {
            Assert.That(_manifests.Workloads.Any(workload => workload.IsChosenBy(policy.Spec.PodSelector)), Is.True, policy.Metadata.Name);
            foreach (var (peers, ports) in Openings(policy))
            {
                Assert.That(peers, Is.Not.Empty, policy.Metadata.Name);
                Assert.That(ports, Is.Not.Empty, policy.Metadata.Name);
                Assert.That(peers.Select(peer => peer.IpBlock?.Cidr), Has.None.EndsWith("/0"), policy.Metadata.Name);
                foreach (var peer in peers.Where(peer => peer is { PodSelector: not null, NamespaceSelector: null }))
                    Assert.That(_manifests.Workloads.Any(workload => workload.IsChosenBy(peer.PodSelector)), Is.True, policy.Metadata.Name);
            }
        }
    }

    [Test]
    public void A_port_that_a_policy_calls_by_name_is_one_of_the_pods_that_it_opens()
    {
        foreach (var policy in Policies)
        {
            foreach (var (peers, ports) in Openings(policy))
            {
                var opened = policy.Spec.Ingress is { Count: > 0 }
                    ? _manifests.Workloads.Where(workload => workload.IsChosenBy(policy.Spec.PodSelector))
                    : _manifests.Workloads.Where(workload => peers.Any(peer => peer is { PodSelector: { } pods } && workload.IsChosenBy(pods)));
                foreach (var name in ports.Select(port => port.Port.Value).Where(port => !int.TryParse(port, out _)))
                    Assert.That(opened.Select(workload => workload.HasPort(name)), Is.Not.Empty.And.All.True, $"{policy.Metadata.Name} {name}");
            }
        }
    }

    /// <summary>Going out is one half; where the server is in the cluster, it has to let in the same.</summary>
    [Test]
    public void Who_may_go_to_a_server_of_ours_is_let_in_there()
    {
        foreach (var sender in _manifests.Workloads)
        {
            foreach (var receiver in _manifests.Workloads)
                Assert.That(InwardPorts(sender, receiver), Is.EquivalentTo(OutwardPorts(sender, receiver)), $"{sender} to {receiver}");
        }
    }

    [Test]
    public void Every_host_reaches_the_database_and_the_broker_at_the_ports_of_its_settings()
    {
        foreach (var workload in _manifests.Workloads.Where(workload => workload.IsOurs))
        {
            var settings = PodSettings.Of(_manifests, workload);
            Assert.That(Reachable(workload), Does.Contain(new NpgsqlConnectionStringBuilder(settings["Database__ConnectionString"]).Port), workload.Name);
            Assert.That(Reachable(workload).Contains(workload.IsHost ? new Uri(settings["Broker__Uri"].Replace("…:…@", "", StringComparison.Ordinal)).Port : 5671), Is.EqualTo(workload.IsHost), workload.Name);
        }
    }

    [Test]
    public void The_notification_endpoint_alone_reaches_the_relay()
    {
        var settings = PodSettings.Of(_manifests, _manifests.Hosts.Single(host => host.Name == "notification-endpoint"));
        var port = int.Parse(settings["Smtp__Relays__0__Port"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(_manifests.Workloads.Where(workload => Reachable(workload).Contains(port)).Select(workload => workload.Name), Is.EqualTo(["notification-endpoint"]));
        Assert.That(_manifests.Workloads.Where(workload => Reachable(workload).Contains(25)), Is.Empty);
    }

    [Test]
    public void The_world_reaches_the_API_and_operators_the_failed_messages_and_nobody_else_is_reached()
    {
        var open = _manifests.Hosts.Where(host => Policies.Any(policy => host.IsChosenBy(policy.Spec.PodSelector) && Openings(policy).Any(opening => opening.Ports.Any(port => port.Port.Value == "http"))));
        Assert.That(open.Select(host => host.Name), Is.EquivalentTo(overlay == "production" ? ["orders-endpoint", "recoverability-endpoint"] : Array.Empty<string>()));
    }

    private static IEnumerable<(IList<V1NetworkPolicyPeer> Peers, IList<V1NetworkPolicyPort> Ports)> Openings(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).Select(rule => (rule.FromProperty ?? [], rule.Ports ?? []))
            .Concat((policy.Spec.Egress ?? []).Select(rule => (rule.To ?? [], rule.Ports ?? [])));

    /// <summary>By number; of names, those of the pods that they lead to.</summary>
    private IEnumerable<int> Reachable(Workload sender) =>
        from policy in Policies
        where sender.IsChosenBy(policy.Spec.PodSelector)
        from rule in policy.Spec.Egress ?? []
        from port in rule.Ports
        select int.TryParse(port.Port.Value, out var number)
            ? number
            : _manifests.Workloads.Single(to => rule.To.Any(peer => peer.PodSelector is { } pods && to.IsChosenBy(pods))).Container.Ports.Single(one => one.Name == port.Port.Value).ContainerPort;

    private IEnumerable<string> OutwardPorts(Workload sender, Workload receiver) =>
        from policy in Policies
        where sender.IsChosenBy(policy.Spec.PodSelector)
        from rule in policy.Spec.Egress ?? []
        where rule.To.Any(peer => peer is { NamespaceSelector: null, PodSelector: { } pods } && receiver.IsChosenBy(pods))
        from port in rule.Ports
        select port.Port.Value;

    private IEnumerable<string> InwardPorts(Workload sender, Workload receiver) =>
        from policy in Policies
        where receiver.IsChosenBy(policy.Spec.PodSelector)
        from rule in policy.Spec.Ingress ?? []
        where rule.FromProperty.Any(peer => peer is { NamespaceSelector: null, PodSelector: { } pods } && sender.IsChosenBy(pods))
        from port in rule.Ports
        select port.Port.Value;
}
