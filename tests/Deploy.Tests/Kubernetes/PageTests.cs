using System.Text.RegularExpressions;
using k8s.Models;
using Notifications.LocalStack;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>docs/kubernetes.md lists what an operator has to make and may rely on; the lists are complete.</summary>
public sealed partial class PageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "kubernetes.md"));

    [Test]
    public async Task Every_network_policy_is_described_and_no_other()
    {
        var policies = new HashSet<string>();
        foreach (var overlay in Manifests.Overlays)
            policies.UnionWith((await Manifests.OfOverlayAsync(overlay)).All<V1NetworkPolicy>().Select(policy => policy.Metadata.Name));
        policies.Remove("closed");

        Assert.That(FirstCells(Page.Split("\n## ").Single(section => section.StartsWith("Who may talk to whom", StringComparison.Ordinal))), Is.EquivalentTo(policies));
    }

    [Test]
    public async Task Every_Secret_is_described_with_its_keys_and_no_other()
    {
        var secrets = PodSettings.Secrets(await Manifests.OfOverlayAsync("production")).Keys;
        var described = SecretRow().Matches(Page)
            .SelectMany(row => Code().Matches(row.Groups["keys"].Value).Select(key => (row.Groups["name"].Value, key.Groups["text"].Value)));
        Assert.That(described, Is.EquivalentTo(secrets));
    }

    private static IEnumerable<string> FirstCells(string section) =>
        Row().Matches(section).SelectMany(row => Code().Matches(row.Groups["first"].Value)).Select(code => code.Groups["text"].Value);

    [GeneratedRegex(@"^\| (?<first>`[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^   \| `(?<name>[a-z-]+)` \| (?<keys>`[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex SecretRow();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
