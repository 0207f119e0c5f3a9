using System.Text.RegularExpressions;
using Notifications.LocalStack.Access;

namespace Notifications.LocalStack.Tests;

/// <summary>What <c>docker-compose.yml</c> must have in common with the launcher and with its example of settings.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly string Compose = File.ReadAllText(Path.Combine(BuildOutput.Root, "docker-compose.yml"));
    private static readonly string Example = File.ReadAllText(Path.Combine(BuildOutput.Root, ".env.example"));

    [Test]
    public void The_orders_endpoint_is_told_what_the_launcher_tells_it_so_that_a_token_is_good_for_both()
    {
        var folder = Directory.CreateTempSubdirectory("notifications-compose-");
        var launcher = DevelopmentAccess.Open(folder.FullName, _ => { }).Settings;
        folder.Delete(recursive: true);

        var compose = Access().Matches(Compose).ToDictionary(line => line.Groups["key"].Value, line => line.Groups["value"].Value.Trim('"'));

        Assert.That(compose.Keys, Is.EquivalentTo(launcher.Keys));
        Assert.That(compose.Where(setting => !setting.Value.StartsWith('$')), Is.SubsetOf(launcher));
    }

    [Test]
    public void The_example_has_every_variable_with_its_default()
    {
        var defaults = Variable().Matches(Compose).Select(variable => $"{variable.Groups["name"].Value}={variable.Groups["value"].Value}").Distinct();
        var example = Example.Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Replace("\"", "", StringComparison.Ordinal));

        Assert.That(example, Is.EquivalentTo(defaults));
    }

    [Test]
    public void The_default_token_is_one_that_the_API_takes() =>
        Assert.That(Variable().Matches(Compose).Single(variable => variable.Groups["name"].Value == "SERVICE_TOKEN").Groups["value"].Value, Does.Match("^[A-Za-z0-9_~+/=-]{32,}$").And.StartsWith("development-"));

    [GeneratedRegex(@"^      (?<key>Access__\w+): (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Access();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):?-(?<value>[^}]*)\}")]
    private static partial Regex Variable();
}
