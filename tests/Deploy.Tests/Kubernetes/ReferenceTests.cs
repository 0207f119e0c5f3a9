using k8s.Models;
using Notifications.Messages;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>Kubernetes takes an object that points at nothing, and says nothing. Here everything that is named is there.</summary>
[TestFixtureSource(typeof(Manifests), nameof(Manifests.Overlays))]
public sealed class ReferenceTests(string overlay)
{
    private Manifests _manifests = null!;

    [OneTimeSetUp]
    public async Task Render() => _manifests = await Manifests.OfOverlayAsync(overlay);

    [Test]
    public void A_workload_chooses_its_own_pods_and_nobody_elses()
    {
        foreach (var workload in _manifests.Workloads.Where(workload => workload.Selector is not null))
            Assert.That(_manifests.Workloads.Where(other => other.IsChosenBy(workload.Selector!)), Is.EqualTo([workload]));
    }

    [Test]
    public void A_Service_leads_to_a_port_of_one_workload()
    {
        foreach (var service in _manifests.All<V1Service>())
        {
            var selector = new V1LabelSelector { MatchLabels = service.Spec.Selector };
            var workload = _manifests.Workloads.Single(workload => workload.IsChosenBy(selector));
            foreach (var port in service.Spec.Ports)
                Assert.That(workload.Container.Ports.Any(one => one.Name == port.TargetPort?.Value || (port.TargetPort is null && one.ContainerPort == port.Port)), Is.True, $"{service.Metadata.Name} {port.Name}");
        }
    }

    [Test]
    public void An_Ingress_leads_to_a_Service()
    {
        foreach (var backend in _manifests.All<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths).Select(path => path.Backend.Service))
            Assert.That(_manifests.One<V1Service>(backend.Name).Spec.Ports.Select(port => port.Name), Does.Contain(backend.Port.Name));
    }

    [Test]
    public void Every_pod_has_an_account_of_its_own_or_none_and_settings_that_are_there()
    {
        foreach (var workload in _manifests.Workloads)
        {
            if (workload.IsOurs)
                Assert.That(_manifests.One<V1ServiceAccount>(workload.Pod.ServiceAccountName).AutomountServiceAccountToken, Is.False);
            Assert.That((workload.Container.EnvFrom ?? []).All(from => _manifests.Has<V1ConfigMap>(from.ConfigMapRef.Name)), Is.True, workload.Name);
            foreach (var volume in (workload.Pod.Volumes ?? []).Where(volume => volume.ConfigMap is { Optional: not true }))
                Assert.That(_manifests.Has<V1ConfigMap>(volume.ConfigMap.Name), Is.True, volume.Name);
        }

        Assert.That(_manifests.Workloads.Where(workload => workload.IsOurs).Select(workload => workload.Pod.ServiceAccountName), Is.Unique);
    }

    [Test]
    public void What_is_mounted_is_a_volume_and_every_volume_is_mounted()
    {
        foreach (var workload in _manifests.Workloads)
        {
            var claims = _manifests.All<V1StatefulSet>().Where(set => set.Metadata.Name == workload.Name).SelectMany(set => set.Spec.VolumeClaimTemplates).Select(claim => claim.Metadata.Name);
            Assert.That((workload.Container.VolumeMounts ?? []).Select(mount => mount.Name), Is.EquivalentTo((workload.Pod.Volumes ?? []).Select(volume => volume.Name).Concat(claims)), workload.Name);
        }
    }

    [Test]
    public void The_levels_of_the_log_are_read_where_they_are_mounted()
    {
        foreach (var host in _manifests.Hosts)
        {
            var volume = host.Pod.Volumes.Single(volume => volume.ConfigMap?.Name == "log-levels").Name;
            var file = _manifests.One<V1ConfigMap>("log-levels").Data.Keys.Single();
            var mount = host.Container.VolumeMounts.Single(mount => mount.Name == volume);
            Assert.That(PodSettings.Of(_manifests, host)["Log__LevelsFile"], Is.EqualTo($"{mount.MountPath}/{file}"));
            Assert.That(mount.SubPath, Is.Null, "a file that is mounted by itself never changes");
        }
    }

    [Test]
    public void What_is_scaled_is_there_once_has_a_floor_and_no_number_of_its_own()
    {
        var scaled = _manifests.All<V2HorizontalPodAutoscaler>().Select(one => (one.Spec.ScaleTargetRef, Floor: one.Spec.MinReplicas ?? 0, Ceiling: one.Spec.MaxReplicas))
            .Concat(_manifests.All<ScaledObject>().Select(one => (one.Spec.ScaleTargetRef, Floor: one.Spec.MinReplicaCount, Ceiling: one.Spec.MaxReplicaCount)))
            .ToList();

        foreach (var (target, floor, ceiling) in scaled)
        {
            Assert.That(target.ApiVersion, Is.EqualTo("apps/v1"));
            Assert.That(_manifests.One<V1Deployment>(target.Name).Spec.Replicas, Is.Null, target.Name);
            Assert.That(floor, Is.GreaterThanOrEqualTo(3));
            Assert.That(ceiling, Is.GreaterThan(floor));
        }

        Assert.That(scaled.Select(one => one.ScaleTargetRef.Name), Is.EquivalentTo(overlay == "production" ? ["orders-endpoint", "notification-endpoint"] : Array.Empty<string>()));
        Assert.That(_manifests.All<V1Deployment>().Where(one => one.Spec.Replicas is not null).Select(one => (one.Metadata.Name, one.Spec.Replicas)),
            Is.EquivalentTo(overlay == "production" ? [("reconciliation-job", 2), ("recoverability-endpoint", 2)] : Array.Empty<(string, int?)>()));
    }

    [Test]
    public void Consumers_are_scaled_by_the_queues_that_they_read_with_the_address_that_they_use()
    {
        foreach (var scaled in _manifests.All<ScaledObject>())
        {
            Assert.That(scaled.Spec.Triggers.Select(trigger => trigger.Metadata["queueName"]), Is.EquivalentTo([Endpoints.Notification, Endpoints.RetriesOf(Endpoints.Notification)]));
            foreach (var trigger in scaled.Spec.Triggers)
            {
                var address = _manifests.One<TriggerAuthentication>(trigger.AuthenticationRef.Name).Spec.SecretTargetRef.Single();
                Assert.That(address.Parameter, Is.EqualTo("host"));
                var used = _manifests.Hosts.Single(host => host.Name == scaled.Spec.ScaleTargetRef.Name).Container.Env.Single(variable => variable.Name == "Broker__Uri").ValueFrom.SecretKeyRef;
                Assert.That((address.Name, address.Key), Is.EqualTo((used.Name, used.Key)));
            }

            Assert.That(scaled.Spec.Fallback.Replicas, Is.InRange(scaled.Spec.MinReplicaCount, scaled.Spec.MaxReplicaCount));
        }
    }
}
