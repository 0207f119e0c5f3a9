using System.Globalization;
using Notifications.Testing;

namespace Notifications.Pipeline.Tests;

/// <summary>What several hosts answered at <c>/metrics</c>.</summary>
internal sealed class Scrape(IReadOnlyList<string> lines)
{
    /// <summary>Of samples, in Prometheus's text format.</summary>
    public IReadOnlyList<string> Lines { get; } = [.. lines.Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Names of samples: a histogram's parts are several.</summary>
    public IReadOnlySet<string> Series => Lines.Select(NameOf).ToHashSet();

    /// <param name="hosts">To be asked again and again.</param>
    /// <param name="enough">Ends it.</param>
    /// <param name="lacking">Said when it never is.</param>
    /// <param name="cancellation">The test's.</param>
    public static async Task<Scrape> UntilAsync(IReadOnlyList<Uri> hosts, Func<Scrape, bool> enough, Func<Scrape, string> lacking, CancellationToken cancellation)
    {
        var last = new Scrape([]);
        try
        {
            await Eventually.TrueAsync(async () => enough(last = await OfAsync(hosts, cancellation)), "the metrics are there", cancellation);
        }
        catch (Exception late)
        {
            throw new AssertionException($"{late.Message} {lacking(last)}", late);
        }

        return last;
    }

    /// <summary>What they answer now.</summary>
    public static async Task<Scrape> OfAsync(IEnumerable<Uri> hosts, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        var texts = await Task.WhenAll(hosts.Select(host => http.GetStringAsync(new Uri(host, "metrics"), cancellation)));
        return new Scrape([.. texts.SelectMany(text => text.Split('\n'))]);
    }

    /// <summary>Of all hosts together; no sample is 0.</summary>
    /// <param name="name">Of the sample, with <c>_count</c> and the like.</param>
    /// <param name="label">As it is written there; empty for any.</param>
    /// <param name="without">Samples with this in them do not count.</param>
    public double Value(string name, string label = "", string without = "\n") => Lines
        .Where(line => NameOf(line) == name && line.Contains(label, StringComparison.Ordinal) && !line.Contains(without, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    private static string NameOf(string line) => line.Split('{', ' ')[0];
}
