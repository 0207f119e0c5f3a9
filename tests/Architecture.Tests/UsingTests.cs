using System.Text.RegularExpressions;

namespace Notifications.Architecture.Tests;

/// <summary>The build refuses everything else of style; the order of usings only a slow tool would.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class UsingTests
{
    private static readonly string[] Folders = ["src", "tests", "tools"];

    [Test]
    public void Usings_stand_in_the_order_of_their_names_those_of_the_system_first()
    {
        var files = Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.That(files, Has.Count.GreaterThan(500));
        Assert.That(files.Where(file => !IsInOrder(Names(File.ReadAllText(file)))).Select(file => Path.GetRelativePath(Repository.Root, file)), Is.Empty);
    }

    [TestCase("using A;\nusing B;", true)]
    [TestCase("using B;\nusing A;", false)]
    [TestCase("using System.Text;\nusing A;", true)]
    [TestCase("using A;\nusing System;", false)]
    [TestCase("using A;\nusing A.B;\nusing a.C;", true)]
    [TestCase("using A.B;\nusing A;", false)]
    [TestCase("using B;\nusing static A.C;\nusing X = A.D;", true)]
    public void An_order_is_one_or_is_none(string text, bool isOne) => Assert.That(IsInOrder(Names(text)), Is.EqualTo(isOne));

    /// <summary>Plain ones; what is static or has another name comes after them.</summary>
    private static List<string> Names(string text) => [.. Plain().Matches(text).Select(name => name.Groups["name"].Value)];

    private static bool IsInOrder(List<string> names) =>
        names.SequenceEqual(names.OrderBy(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex(@"^using (?<name>[\w.]+);\r?$", RegexOptions.Multiline)]
    private static partial Regex Plain();
}
