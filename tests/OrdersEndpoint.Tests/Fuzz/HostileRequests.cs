using System.Text;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>What no honest client sends: to HTTP, to JSON, and to whoever reads the headers.</summary>
/// <param name="token">Of a caller who may do everything.</param>
/// <param name="ids">Of orders that are there.</param>
/// <param name="random">Decides everything.</param>
internal sealed class HostileRequests(string token, IReadOnlyList<string> ids, Random random)
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(OrdersApi.Order);

    private (string Name, string Value) Access => ("Authorization", $"Bearer {token}");

    private static (string Name, string Value) Json => ("Content-Type", "application/json");

    private string Id => ids.Count == 0 ? SchemaValues.NextId(random) : Of(ids);

    public RawRequest Next() => random.Next(8) switch
    {
        0 => Post("body", Access, Json) with { Body = HostileBodies.Next(random) },
        1 => HostileFraming.Next([Access, Json], random),
        2 => Post("content type", [Access, .. Of(HostileHeaders.Types)]),
        3 => Post("compressed", Access, Json, ("Content-Encoding", Of(["gzip", "GZIP", "gzip, identity", "x-gzip"]))) with
        {
            Body = HostileBodies.Compressed,
            Expected = Expected.Refused,
        },
        4 => Post("caller", [Json, .. Of(HostileHeaders.Callers(token))]) with { Expected = Expected.Refused },
        5 => Post("header", [Access, Json, .. Of(HostileHeaders.More)]),
        6 => new RawRequest("method", Expected.Either, Of(HostileTargets.Methods), Of(["/orders", $"/orders/{Id}", "/", "/openapi/v1.json"]), [Access]),
        _ => new RawRequest("address", Expected.Either, Of(["GET", "GET", "POST"]), Of(HostileTargets.All(Id)), [Access, Json]) { Body = Of([null, null, Good]) },
    };

    private static RawRequest Post(string kind, params (string Name, string Value)[] headers) =>
        new(kind, Expected.Either, "POST", "/orders", headers) { Body = Good };

    private T Of<T>(IEnumerable<T> values)
    {
        var all = values as IReadOnlyList<T> ?? [.. values];
        return all[random.Next(all.Count)];
    }
}
