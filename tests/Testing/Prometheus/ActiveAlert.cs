using System.Text.Json;

namespace Notifications.Testing.Prometheus;

/// <summary>An alert whose condition holds: for too short a time yet, or it fires.</summary>
public sealed record ActiveAlert(string Name, bool IsFiring, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    internal static ActiveAlert Read(JsonElement element)
    {
        var labels = Sample.Texts(element.GetProperty("labels"));
        return new ActiveAlert(labels["alertname"], element.GetProperty("state").GetString() == "firing", labels, Sample.Texts(element.GetProperty("annotations")));
    }
}
