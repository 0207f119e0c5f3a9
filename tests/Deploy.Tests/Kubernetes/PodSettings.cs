using System.Text;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>The environment of a pod, as its process sees it: from ConfigMaps, from Secrets, and written down.</summary>
internal static partial class PodSettings
{
    private static readonly Lazy<Manifests> Example = new(() => Manifests.Read(File.ReadAllText(Path.Combine(Manifests.Folder, "overlays", "production", "secrets.example.yaml"))));

    /// <summary>Secrets by name and key: those of the overlay, or of the example where it has none.</summary>
    public static IReadOnlyDictionary<(string Secret, string Key), string> Secrets(Manifests manifests) =>
        (manifests.All<V1Secret>().Any() ? manifests : Example.Value).All<V1Secret>()
            .SelectMany(secret => Values(secret).Select(value => (Name: (Without(secret), value.Key), value.Value)))
            .ToDictionary(value => value.Name, value => value.Value);

    /// <exception cref="KeyNotFoundException">It wants a key of a Secret that is not there.</exception>
    public static IReadOnlyDictionary<string, string> Of(Manifests manifests, Workload workload)
    {
        var settings = (workload.Container.EnvFrom ?? [])
            .SelectMany(from => manifests.One<V1ConfigMap>(from.ConfigMapRef.Name).Data ?? new Dictionary<string, string>())
            .ToDictionary(setting => setting.Key, setting => setting.Value);
        var secrets = Secrets(manifests);
        foreach (var variable in workload.Container.Env ?? [])
        {
            if (variable.ValueFrom is null)
                settings[variable.Name] = variable.Value;
            else if (variable.ValueFrom.SecretKeyRef is var wanted && (wanted.Optional != true || secrets.ContainsKey((Without(wanted.Name), wanted.Key))))
                settings[variable.Name] = secrets[(Without(wanted.Name), wanted.Key)];
        }

        return settings;
    }

    /// <summary>The keys of Secrets that a pod wants; by their names before a hash is added.</summary>
    public static IEnumerable<(string Secret, string Key)> Wanted(Workload workload) =>
        (workload.Container.Env ?? []).Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().Select(wanted => (Without(wanted.Name), wanted.Key));

    private static IEnumerable<KeyValuePair<string, string>> Values(V1Secret secret) =>
        (secret.StringData ?? new Dictionary<string, string>())
            .Concat((secret.Data ?? new Dictionary<string, byte[]>()).Select(value => KeyValuePair.Create(value.Key, Encoding.UTF8.GetString(value.Value))));

    private static string Without(V1Secret secret) => Without(secret.Metadata.Name);

    private static string Without(string name) => Hash().Replace(name, "");

    /// <summary>That kustomize adds to the name of what it generates: ten signs that make no word.</summary>
    [GeneratedRegex("-[2456789bcdfghkmt]{10}$")]
    private static partial Regex Hash();
}
