using Notifications.LocalStack;
using Notifications.Testing;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>The images are those that compose builds and runs.</summary>
public sealed class ImageTests
{
    private static readonly IReadOnlyList<string> Compose =
        [.. Yaml.Load(Path.Combine(BuildOutput.Root, "docker-compose.yml")).Of("services").Entries().Values.Select(service => service.Text("image"))];

    [TestCaseSource(typeof(Manifests), nameof(Manifests.Overlays))]
    public async Task Ours_are_all_that_compose_builds(string overlay)
    {
        var images = (await Manifests.OfOverlayAsync(overlay)).Workloads.Where(workload => workload.IsOurs).Select(workload => workload.ImageName);
        Assert.That(images, Is.EquivalentTo(Compose.Select(image => image.Split(':')[0]).Where(image => image.StartsWith("notifications/", StringComparison.Ordinal))));
    }

    [Test]
    public async Task The_servers_on_a_laptop_are_those_of_compose_to_the_version()
    {
        var images = (await Manifests.OfOverlayAsync("local")).Workloads.Where(workload => !workload.IsOurs).Select(workload => workload.ImageName).ToList();
        Assert.That(images, Has.Count.EqualTo(3));
        Assert.That(images, Is.SubsetOf(Compose));
    }
}
