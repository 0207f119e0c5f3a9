using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Notifications.LocalStack;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>What a folder of <c>deploy/k8s</c> becomes, read into Kubernetes' own models: a field that they do not know, a text where they have a number, fail here.</summary>
internal sealed class Manifests
{
    private static readonly Dictionary<string, Type> CustomResources = new()
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(PodMonitor),
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Rendered = new();

    private Manifests(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
    {
        Objects = objects;
        Workloads =
        [
            .. All<V1Deployment>().Select(one => new Workload(one.Metadata.Name, one.Metadata, one.Spec.Template, one.Spec.Selector)),
            .. All<V1StatefulSet>().Select(one => new Workload(one.Metadata.Name, one.Metadata, one.Spec.Template, one.Spec.Selector)),
            .. All<V1Job>().Select(one => new Workload(one.Metadata.Name, one.Metadata, one.Spec.Template, null)),
        ];
    }

    /// <summary>The overlays that people apply.</summary>
    public static IReadOnlyList<string> Overlays { get; } = ["local", "production"];

    public static string Folder { get; } = Path.Combine(BuildOutput.Root, "deploy", "k8s");

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>Whatever has pods.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>Those of ours that run until they are told to stop.</summary>
    public IEnumerable<Workload> Hosts => Workloads.Where(workload => workload.IsHost);

    /// <summary>Rendered once in a test run.</summary>
    public static Task<Manifests> OfOverlayAsync(string overlay) => OfAsync(Path.Combine(Folder, "overlays", overlay));

    public static Task<Manifests> OfAsync(string folder) => Rendered.GetOrAdd(folder, _ => new Lazy<Task<Manifests>>(async () => Read(await Kustomize.RenderAsync(folder)))).Value;

    public static Manifests Read(string yaml) => new([.. KubernetesYaml.LoadAllFromString(yaml, CustomResources, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);

    public IEnumerable<T> All<T>()
        where T : IKubernetesObject<V1ObjectMeta> => Objects.OfType<T>();

    public T One<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => All<T>().Single(one => one.Metadata.Name == name);

    public bool Has<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => All<T>().Any(one => one.Metadata.Name == name);
}
