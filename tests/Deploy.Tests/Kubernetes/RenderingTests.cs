using k8s.Models;
using Notifications.LocalStack;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>Each overlay, rendered as kubectl does it. What is wrong with a field shows here, before any other test looks at what it says.</summary>
public sealed class RenderingTests
{
    private static readonly string WithPodMonitor = Path.Combine(BuildOutput.Root, "tests", "Deploy.Tests", "Kubernetes", "with-pod-monitor");

    [TestCaseSource(typeof(Manifests), nameof(Manifests.Overlays))]
    public async Task An_overlay_becomes_objects_that_Kubernetes_knows_each_once_and_in_our_namespace(string overlay)
    {
        var manifests = await Manifests.OfOverlayAsync(overlay);

        var names = manifests.Objects.Select(one => $"{one.Kind} {one.Metadata.Name}").ToList();
        Assert.That(names, Is.Unique);
        Assert.That(manifests.All<V1Namespace>().Select(one => one.Metadata.Name), Is.EqualTo(["notifications"]));
        Assert.That(manifests.Objects.Where(one => one is not V1Namespace).Select(one => one.Metadata.NamespaceProperty), Is.All.EqualTo("notifications"));
        Assert.That(manifests.Hosts.Select(host => host.Name), Is.EquivalentTo(["orders-endpoint", "notification-endpoint", "reconciliation-job", "recoverability-endpoint"]));
    }

    [Test]
    public async Task The_optional_component_finds_the_port_of_every_host_and_names_its_job_as_the_rules_do()
    {
        var manifests = await Manifests.OfAsync(WithPodMonitor);
        var monitor = manifests.All<PodMonitor>().Single().Spec;

        Assert.That(manifests.Workloads.Where(pod => pod.IsChosenBy(monitor.Selector)), Is.EquivalentTo(manifests.Hosts));
        Assert.That(manifests.Hosts.Select(host => host.Labels[monitor.JobLabel]), Is.EqualTo(manifests.Hosts.Select(host => host.Name)));
        Assert.That(manifests.Hosts.All(host => host.HasPort(monitor.PodMetricsEndpoints.Single().Port)), Is.True);
    }

    /// <summary>A Job cannot be changed: one of the same name and another image is refused.</summary>
    [Test]
    public async Task Each_version_in_production_has_a_migration_of_its_own()
    {
        var migrator = (await Manifests.OfOverlayAsync("production")).Workloads.Single(workload => workload.IsOurs && !workload.IsHost);
        Assert.That(migrator.Name, Is.EqualTo($"migrator-{migrator.Container.Image.Split(':')[1]}"));
    }

    /// <summary>By its label, before the hosts: what its pod needs besides Secrets comes with it.</summary>
    [Test]
    public async Task The_migration_can_be_applied_by_itself()
    {
        var manifests = await Manifests.OfOverlayAsync("production");
        var itself = manifests.Objects.Where(one => one.Metadata.Labels?.Contains(KeyValuePair.Create("app.kubernetes.io/name", "migrator")) == true).ToList();
        var job = itself.OfType<V1Job>().Single().Spec.Template.Spec;
        Assert.That(itself.OfType<V1ServiceAccount>().Select(account => account.Metadata.Name), Is.EqualTo([job.ServiceAccountName]));
        Assert.That(job.Volumes.Select(volume => volume.ConfigMap?.Optional ?? true), Is.All.True);
        Assert.That(job.Containers.Single().EnvFrom, Is.Null.Or.Empty);
    }

    [Test]
    public async Task All_images_in_production_are_of_one_version_and_of_no_moving_one()
    {
        var tags = (await Manifests.OfOverlayAsync("production")).Workloads.Select(workload => workload.Container.Image.Split(':').ElementAtOrDefault(1)).Distinct().ToList();
        Assert.That(tags, Has.Count.EqualTo(1));
        Assert.That(tags[0], Does.Match(@"^\d+\.\d+\.\d+$"));
    }

    [Test]
    public void A_misspelt_field_a_text_for_a_number_and_an_unknown_kind_are_refused()
    {
        Assert.That(() => Manifests.Read(Deployment("  replica: 2")), Throws.Exception.With.Message.Contains("replica"));
        Assert.That(() => Manifests.Read(Deployment("  replicas: two")), Throws.Exception);
        Assert.That(() => Manifests.Read(Deployment("  replicas: 2").Replace("Deployment", "Deplyment", StringComparison.Ordinal)), Throws.Exception);
        Assert.That(Manifests.Read(Deployment("  replicas: 2")).All<V1Deployment>().Single().Spec.Replicas, Is.EqualTo(2));
    }

    private static string Deployment(string spec) =>
        $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {"{"} name: one {"}"}
        spec:
        {spec}
          selector: {"{"} matchLabels: {"{"} a: b {"}"} {"}"}
          template: {"{"} metadata: {"{"} labels: {"{"} a: b {"}"} {"}"}, spec: {"{"} containers: [{"{"} name: host, image: one {"}"}] {"}"} {"}"}
        """;
}
