using k8s;
using k8s.Models;

namespace Notifications.Deploy.Tests.Kubernetes;

// What we use of objects that the Kubernetes models lack, by KEDA's and the Prometheus operator's definitions. A field that is not here is refused, as one
// that they do not know.

internal sealed record ScaledObject : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public ScaledObjectSpec Spec { get; init; } = new();
}

internal sealed record ScaledObjectSpec
{
    public V2CrossVersionObjectReference ScaleTargetRef { get; init; } = new();

    public int MinReplicaCount { get; init; }

    public int MaxReplicaCount { get; init; }

    public int PollingInterval { get; init; }

    public ScalingFallback Fallback { get; init; } = new();

    public ScalingAdvanced Advanced { get; init; } = new();

    public IList<ScalingTrigger> Triggers { get; init; } = [];
}

internal sealed record ScalingFallback
{
    public int FailureThreshold { get; init; }

    public int Replicas { get; init; }
}

internal sealed record ScalingAdvanced
{
    public HorizontalPodAutoscalerConfig HorizontalPodAutoscalerConfig { get; init; } = new();
}

internal sealed record HorizontalPodAutoscalerConfig
{
    public V2HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

internal sealed record ScalingTrigger
{
    public string Type { get; init; } = "";

    public IDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public V1LocalObjectReference AuthenticationRef { get; init; } = new();
}

internal sealed record TriggerAuthentication : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public TriggerAuthenticationSpec Spec { get; init; } = new();
}

internal sealed record TriggerAuthenticationSpec
{
    public IList<SecretTargetRef> SecretTargetRef { get; init; } = [];
}

internal sealed record SecretTargetRef
{
    public string Parameter { get; init; } = "";

    public string Name { get; init; } = "";

    public string Key { get; init; } = "";
}

internal sealed record PodMonitor : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public PodMonitorSpec Spec { get; init; } = new();
}

internal sealed record PodMonitorSpec
{
    public string JobLabel { get; init; } = "";

    public V1LabelSelector Selector { get; init; } = new();

    public IList<PodMetricsEndpoint> PodMetricsEndpoints { get; init; } = [];
}

internal sealed record PodMetricsEndpoint
{
    public string Port { get; init; } = "";

    public string Path { get; init; } = "";

    public string Interval { get; init; } = "";
}
