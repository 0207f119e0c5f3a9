using System.Globalization;
using System.Text.RegularExpressions;

namespace Notifications.Architecture.Tests;

/// <summary>Whoever is on call finds a line by its id: each is defined once, in a file of lines, with an id of that file's range.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class LogLineTests
{
    private static readonly List<(string File, string Text)> Sources = [.. new[] { "src", "tools" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Select(file => (file, Repository.Read(file)))];

    private static readonly List<(string File, string Text)> FilesOfLines = [.. Sources.Where(source => source.Text.Contains("[LoggerMessage(", StringComparison.Ordinal))];

    [Test]
    public void Lines_are_defined_in_files_of_lines_and_nowhere_else()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FilesOfLines, Has.Count.GreaterThan(5));
            Assert.That(FilesOfLines.Select(source => source.File), Is.All.EndsWith("Log.cs"));
            Assert.That(Sources.SelectMany(source => Undefined().Matches(source.Text).Select(call => $"{source.File}: {call.Value}")), Is.Empty);
        }
    }

    [Test]
    public void Ids_are_of_the_range_that_their_file_names_and_of_no_other()
    {
        var ranges = FilesOfLines.Select(source => (source.File, Range: RangeOf(source.Text), Ids: Ids(source.Text))).ToList();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (file, (first, last), ids) in ranges)
                Assert.That(ids, Is.All.InRange(first, last), file);
            foreach (var (one, other) in ranges.SelectMany(one => ranges, (one, other) => (one, other)).Where(pair => string.CompareOrdinal(pair.one.File, pair.other.File) < 0))
                Assert.That(one.Range.Last < other.Range.First || other.Range.Last < one.Range.First, Is.True, $"{one.File} and {other.File} share ids");
        }
    }

    [Test]
    public void No_two_lines_have_the_same_id() => Assert.That(FilesOfLines.SelectMany(source => Ids(source.Text)), Is.Unique);

    [Test]
    public void The_page_names_the_range_of_every_file()
    {
        var onPage = PageRange().Matches(Repository.Read("docs/observability.md")).Select(range => (Number(range, "first"), Number(range, "last")));
        Assert.That(onPage, Is.EquivalentTo(FilesOfLines.Select(source => RangeOf(source.Text))));
    }

    private static List<int> Ids(string text) => [.. Id().Matches(text).Select(id => Number(id, "id"))];

    private static (int First, int Last) RangeOf(string text) =>
        Range().Match(text) is { Success: true } range ? (Number(range, "first"), Number(range, "last")) : throw new AssertionException("A file of log lines names no range in its summary.");

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>A line without an id, whichever way it is written.</summary>
    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(|\b[lL]og(ger)?\.(Log|Verbose|Debug|Information|Warning|Error|Fatal|Write)\(|LoggerMessage\.Define")]
    private static partial Regex Undefined();

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+), LogLevel\.")]
    private static partial Regex Id();

    [GeneratedRegex(@"<summary>[^\n]*\((?<first>\d{4})–(?<last>\d{4})\)")]
    private static partial Regex Range();

    [GeneratedRegex(@"^\| (?<first>\d{4})–(?<last>\d{4}) \|", RegexOptions.Multiline)]
    private static partial Regex PageRange();
}
