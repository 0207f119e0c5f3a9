using System.Text.Json;
using System.Text.Json.Serialization;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Report;

/// <summary>Everything that a run came to: each round, for those who calculate.</summary>
/// <param name="At">When it ended, UTC.</param>
public sealed record Results(DateTimeOffset At, Machine Machine, IReadOnlyList<Figures> Measured)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // the median of nothing
    };

    /// <summary><c>results.json</c>, <c>results.md</c> and the charts.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var all = Summary.Of(Measured);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(this, Json), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.md"), Page.Of(Machine, all), cancellation);
        foreach (var (file, svg) in Charts.Of(all))
            await File.WriteAllTextAsync(Path.Combine(folder, file), svg, cancellation);
    }

    public static async Task<Results> ReadAsync(string folder, CancellationToken cancellation) =>
        JsonSerializer.Deserialize<Results>(await File.ReadAllTextAsync(Path.Combine(folder, "results.json"), cancellation), Json)!;
}
