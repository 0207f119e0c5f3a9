using System.Globalization;
using System.Text.Json;

namespace Notifications.Testing.Prometheus;

/// <summary>One series of an answer, with its value now.</summary>
public sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    internal static Sample Read(JsonElement element) => new(Texts(element.GetProperty("metric")), Number(element.GetProperty("value")[1].GetString()!));

    internal static Dictionary<string, string> Texts(JsonElement element) => element.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!);

    internal static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
