using k8s.Models;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>What a Deployment, a StatefulSet and a Job have in common: pods, all of them with one container.</summary>
internal sealed record Workload(string Name, V1ObjectMeta Metadata, V1PodTemplateSpec Template, V1LabelSelector? Selector)
{
    private const string Ours = "notifications/";

    public V1PodSpec Pod => Template.Spec;

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    public V1Container Container => Pod.Containers.Single();

    /// <summary>Without registry and tag, for example <c>notifications/orders-endpoint</c>.</summary>
    public string ImageName => IsOurs ? Container.Image[Container.Image.IndexOf(Ours, StringComparison.Ordinal)..].Split(':')[0] : Container.Image;

    public bool IsOurs => Container.Image.Contains(Ours, StringComparison.Ordinal);

    /// <summary>Ours, and not the migrator.</summary>
    public bool IsHost => IsOurs && Container.Ports is { Count: > 0 };

    /// <summary>The folder in <c>src</c>, for example <c>OrdersEndpoint</c>.</summary>
    public string Project => string.Concat(Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public bool HasPort(string name) => Container.Ports?.Any(port => port.Name == name) == true;

    /// <summary>By its labels; a selector without any condition chooses all.</summary>
    public bool IsChosenBy(V1LabelSelector selector) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(wanted => Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && (selector.MatchExpressions ?? []).All(Satisfies);

    public override string ToString() => Name;

    private bool Satisfies(V1LabelSelectorRequirement wanted) => wanted.OperatorProperty == "In"
        ? Labels.TryGetValue(wanted.Key, out var value) && wanted.Values.Contains(value)
        : throw new FormatException($"{wanted.OperatorProperty} is not understood here: say it with In.");
}
