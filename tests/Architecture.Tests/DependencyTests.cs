using System.Xml.Linq;

namespace Notifications.Architecture.Tests;

/// <summary>Messages ← Messaging ← endpoints; endpoints know each other only by messages.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Messages"] = [],
        ["Messaging"] = ["Messages"],
        ["Database"] = [],
        ["ServiceDefaults"] = [],
        ["OrdersEndpoint"] = ["Messaging", "ServiceDefaults"],
        ["NotificationEndpoint"] = ["Messaging", "ServiceDefaults"],
        ["ReconciliationJob"] = ["Messaging", "ServiceDefaults"],
        ["RecoverabilityEndpoint"] = ["Messaging", "ServiceDefaults"],
    };

    [Test]
    public void Every_project_of_the_product_has_its_place()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName);
        Assert.That(projects, Is.EquivalentTo(Allowed.Keys));
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_what_it_may_and_nothing_else(string project)
    {
        var references = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        Assert.That(references, Is.SubsetOf(Allowed[project]));
    }

    [Test]
    public void Only_the_contract_travels_without_packages() =>
        Assert.That(Repository.Read("src/Messages/Messages.csproj"), Does.Not.Contain("PackageReference"));

    [Test]
    public void Project_files_and_programs_are_short()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var project in Allowed.Keys)
            {
                Assert.That(Repository.Read($"src/{project}/{project}.csproj").Split('\n'), Has.Length.LessThanOrEqualTo(16), project);
                if (project.EndsWith("Endpoint", StringComparison.Ordinal))
                    Assert.That(Repository.Read($"src/{project}/Program.cs").Split('\n'), Has.Length.LessThanOrEqualTo(26), project);
            }
        }
    }

    private static IEnumerable<string> Projects() => Allowed.Keys;
}
