using System.Text.RegularExpressions;
using Notifications.LocalStack;

namespace Notifications.Deploy.Tests.Systemd;

/// <summary>A key that no host knows would keep it from starting; one that is misspelt in a comment would later.</summary>
public sealed partial class UnitSettingsTests
{
    private static readonly string[] OfOthers = ["DOTNET_GCgen0size", "ASPNETCORE_URLS", "DOTNET_EnableDiagnostics", "DOTNET_NOLOGO", "OTEL_EXPORTER_OTLP_ENDPOINT", "DATABASE", "KEEP_DAYS"];

    private static readonly string[] Sources = [.. Directory.GetFiles(Path.Combine(BuildOutput.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    [TestCaseSource(nameof(Keys))]
    public void A_key_is_a_setting(string key)
    {
        var path = key.Split("__");
        var section = Sources.FirstOrDefault(text => Section().Match(text).Groups["name"].Value == path[0]);
        Assert.That(section, Is.Not.Null, $"no host reads a section {path[0]}");
        Assert.That(PropertiesOf(section!), Does.Contain(path[1]));
        if (path.Length > 3) // of an item of a list
            Assert.That(Sources.SelectMany(PropertiesOf), Does.Contain(path[3]));
    }

    private static IEnumerable<string> PropertiesOf(string text) => Property().Matches(text).Select(property => property.Groups["name"].Value);

    private static IEnumerable<string> Keys() =>
        Directory.GetFiles(InstalledUnits.Source, "*.env", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Select(line => Assignment().Match(line)).Where(key => key.Success).Select(key => key.Groups["key"].Value)
            .Concat(UnitFile.Services().SelectMany(name => UnitFile.Read(name).Values("Environment")).SelectMany(line => InUnit().Matches(line)).Select(key => key.Groups["key"].Value))
            .Except(OfOthers);

    [GeneratedRegex(@"^#?(?<key>[A-Za-z][A-Za-z0-9_]*)=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?:^|[ ""])(?<key>[A-Za-z][A-Za-z0-9_]*)=")]
    private static partial Regex InUnit();

    /// <summary>The summary of each record of settings names its section.</summary>
    [GeneratedRegex(@"section <c>(?<name>\w+)</c>[^{]*record")]
    private static partial Regex Section();

    [GeneratedRegex(@"public [\w<>?]+ (?<name>\w+) \{ get; init; \}")]
    private static partial Regex Property();
}
