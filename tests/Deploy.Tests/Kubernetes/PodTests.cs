using k8s.Models;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>How pods live and end, and what they may do.</summary>
[TestFixtureSource(typeof(Manifests), nameof(Manifests.Overlays))]
public sealed class PodTests(string overlay)
{
    /// <summary>That a host gives itself to finish; <c>ServiceHost.TimeToStop</c>.</summary>
    private const int TimeToStop = 90;

    private Manifests _manifests = null!;

    [OneTimeSetUp]
    public async Task Render() => _manifests = await Manifests.OfOverlayAsync(overlay);

    [Test]
    public void A_host_is_killed_only_after_it_has_had_its_time_to_finish()
    {
        foreach (var host in _manifests.Hosts)
            Assert.That(host.Pod.TerminationGracePeriodSeconds, Is.GreaterThanOrEqualTo((host.Container.Lifecycle?.PreStop.Sleep.Seconds ?? 0) + TimeToStop + 10), host.Name);
    }

    /// <summary>The image has no shell, so nothing else than "sleep" can be run there.</summary>
    [Test]
    public void Whoever_is_called_by_a_Service_stays_until_nobody_calls_any_more()
    {
        var called = _manifests.Hosts.Where(host => _manifests.Has<V1Service>(host.Name)).ToList();
        Assert.That(called.Select(host => host.Container.Lifecycle?.PreStop.Sleep?.Seconds), Is.All.GreaterThanOrEqualTo(5));
        Assert.That(_manifests.Hosts.Select(host => host.Container.Lifecycle?.PreStop.Exec), Is.All.Null);
    }

    [Test]
    public void A_new_version_is_ready_before_a_process_of_the_old_one_goes()
    {
        foreach (var host in _manifests.Hosts)
        {
            var strategy = _manifests.One<V1Deployment>(host.Name).Spec.Strategy;
            Assert.That(strategy.Type, Is.EqualTo("RollingUpdate"));
            Assert.That(strategy.RollingUpdate.MaxUnavailable.Value, Is.EqualTo("0"), host.Name);
        }
    }

    [Test]
    public void Health_is_asked_for_where_hosts_answer()
    {
        foreach (var host in _manifests.Hosts)
        {
            Assert.That(host.Container.StartupProbe.HttpGet.Path, Is.EqualTo("/health/startup"));
            Assert.That(host.Container.LivenessProbe.HttpGet.Path, Is.EqualTo("/health/live"));
            Assert.That(host.Container.ReadinessProbe.HttpGet.Path, Is.EqualTo("/health/ready"));
            Assert.That(Probes(host).Select(probe => probe?.HttpGet.Port.Value), Is.All.EqualTo("http"));
            Assert.That(host.Container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort), Is.EquivalentTo(new Dictionary<string, int> { ["http"] = 8080, ["metrics"] = 9464 }));
        }
    }

    [Test]
    public void Whatever_runs_on_has_three_probes_and_everything_a_bound_on_processor_and_memory()
    {
        foreach (var workload in _manifests.Workloads)
        {
            if (workload.Pod.RestartPolicy != "Never")
                Assert.That(Probes(workload), Is.All.Not.Null, workload.Name);
            var resources = workload.Container.Resources;
            foreach (var kind in new[] { "cpu", "memory" })
                Assert.That(resources.Requests[kind].ToDecimal(), Is.Positive.And.LessThanOrEqualTo(resources.Limits[kind].ToDecimal()), $"{workload.Name} {kind}");
        }
    }

    /// <summary>What Pod Security calls "restricted".</summary>
    [Test]
    public void Nothing_may_do_more_than_it_needs()
    {
        Assert.That(_manifests.All<V1Namespace>().Single().Metadata.Labels["pod-security.kubernetes.io/enforce"], Is.EqualTo("restricted"));
        foreach (var workload in _manifests.Workloads)
        {
            var security = workload.Container.SecurityContext;
            Assert.That(workload.Pod.SecurityContext.RunAsNonRoot, Is.True, workload.Name);
            Assert.That(workload.Pod.SecurityContext.RunAsUser, Is.Positive, workload.Name);
            Assert.That(workload.Pod.SecurityContext.SeccompProfile.Type, Is.EqualTo("RuntimeDefault"), workload.Name);
            Assert.That(security.AllowPrivilegeEscalation, Is.False, workload.Name);
            Assert.That(security.Capabilities.Drop, Is.EqualTo(["ALL"]), workload.Name);
            Assert.That(security.Capabilities.Add, Is.Null.Or.Empty, workload.Name);
            Assert.That(workload.Pod.AutomountServiceAccountToken, Is.False, workload.Name);
            Assert.That(workload.Pod.HostNetwork == true || workload.Pod.HostPID == true || workload.Pod.HostIPC == true, Is.False, workload.Name);
        }
    }

    [Test]
    public void Ours_run_as_the_user_of_the_image_and_write_nowhere_but_to_tmp()
    {
        foreach (var workload in _manifests.Workloads.Where(workload => workload.IsOurs))
        {
            Assert.That(workload.Pod.SecurityContext.RunAsUser, Is.EqualTo(1654), workload.Name);
            Assert.That(workload.Container.SecurityContext.ReadOnlyRootFilesystem, Is.True, workload.Name);
            Assert.That(workload.Container.VolumeMounts.Where(mount => mount.ReadOnlyProperty != true).Select(mount => mount.MountPath), Is.EqualTo(["/tmp"]), workload.Name);
        }
    }

    [Test]
    public void Hosts_of_a_kind_are_kept_apart_and_go_one_at_a_time_when_nodes_are_emptied()
    {
        foreach (var host in _manifests.Hosts)
        {
            Assert.That(host.Pod.TopologySpreadConstraints.Select(spread => spread.TopologyKey), Is.EqualTo(["kubernetes.io/hostname", "topology.kubernetes.io/zone"]));
            Assert.That(host.Pod.TopologySpreadConstraints.All(spread => host.IsChosenBy(spread.LabelSelector)), Is.True, host.Name);
            Assert.That(host.Pod.TopologySpreadConstraints.SelectMany(spread => spread.MatchLabelKeys), Does.Contain("app.kubernetes.io/name"));
            var budget = _manifests.One<V1PodDisruptionBudget>(host.Name).Spec;
            Assert.That(_manifests.Workloads.Where(workload => workload.IsChosenBy(budget.Selector)), Is.EqualTo([host]));
            Assert.That(budget.MaxUnavailable.Value, Is.EqualTo("1"));
        }
    }

    private static V1Probe?[] Probes(Workload workload) => [workload.Container.StartupProbe, workload.Container.LivenessProbe, workload.Container.ReadinessProbe];
}
