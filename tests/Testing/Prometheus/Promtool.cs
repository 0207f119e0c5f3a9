using Notifications.LocalStack.Processes;

namespace Notifications.Testing.Prometheus;

/// <summary>Prometheus' own judge of rules, configurations and expressions.</summary>
public static class Promtool
{
    /// <summary>Long enough to fetch an image.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <param name="folder">That holds what the arguments name, unless that is below <c>deploy</c>.</param>
    /// <param name="arguments">For example <c>check rules</c> and a whole path.</param>
    /// <param name="cancellation">The test's.</param>
    /// <returns>Null when it is content, else what it says.</returns>
    public static async Task<string?> ComplaintAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var command = await PrometheusPrograms.CommandAsync("promtool", folder);
        var result = await ShortCommand.RunAsync([.. command, .. arguments], Limit, cancellation);
        return result.Succeeded ? null : result.Output;
    }

    /// <summary>Whether all of these can be evaluated: wrapped as recording rules of a file that lasts as long as the look at it.</summary>
    public static async Task<string?> ComplaintAsync(IEnumerable<string> expressions, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("notifications-promtool-");
        try
        {
            var file = Path.Combine(folder.FullName, "expressions.yml");
            var rules = expressions.Select((expression, number) =>
                $"      - record: panel:expression:{number}\n        expr: '{expression.Replace("'", "''", StringComparison.Ordinal)}'\n");
            await File.WriteAllTextAsync(file, $"groups:\n  - name: expressions\n    rules:\n{string.Concat(rules)}", cancellation);
            return await ComplaintAsync(folder.FullName, ["check", "rules", file], cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
