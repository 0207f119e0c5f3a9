using Notifications.Proof.Journals;
using Notifications.Proof.Tests.Check;

namespace Notifications.Proof.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("faults.jsonl");

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Lines_of_many_threads_are_all_there_and_those_of_each_in_its_order()
    {
        using (var journal = new Journal<FaultLine>(Path))
        {
            Parallel.For(0, 8, thread =>
            {
                for (var number = 0; number < 2_000; number++)
                    journal.Add(new($"{thread}", SoundRun.Start, SoundRun.Start.AddTicks(number), Ambiguous: true, IsOutage: false));
            });
            Assert.That(journal.Lines, Is.EqualTo(16_000));
        }

        var lines = await JournalReader.ReadAsync<FaultLine>(Path);
        Assert.That(lines, Has.Count.EqualTo(16_000));
        foreach (var thread in lines.GroupBy(line => line.Name))
            Assert.That(thread.Select(line => (line.Ended - line.Began).Ticks), Is.EqualTo(Enumerable.Range(0, 2_000)));
    }

    [Test]
    public void A_line_after_the_end_is_refused()
    {
        var journal = new Journal<FaultLine>(Path);
        journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => journal.Add(Line));
        Assert.DoesNotThrow(journal.Dispose);
    }

    [Test]
    public async Task A_journal_begins_anew()
    {
        for (var time = 0; time < 2; time++)
        {
            using var journal = new Journal<FaultLine>(Path);
            journal.Add(Line);
        }

        Assert.That(await JournalReader.ReadAsync<FaultLine>(Path), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_text_with_line_ends_stays_one_line()
    {
        var line = Line with { Name = "a\r\nb\u2028c\"é" };
        using (var journal = new Journal<FaultLine>(Path))
            journal.Add(line);
        Assert.That(await JournalReader.ReadAsync<FaultLine>(Path), Is.EqualTo(new[] { line }));
    }

    [TestCase(1)]
    [TestCase(20)]
    public async Task A_last_line_that_is_cut_off_is_an_error_with_file_and_number(int missing)
    {
        using (var journal = new Journal<FaultLine>(Path))
        {
            for (var number = 0; number < 3; number++)
                journal.Add(Line);
        }

        using (var file = new FileStream(Path, FileMode.Open))
            file.SetLength(file.Length - missing);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => JournalReader.ReadAsync<FaultLine>(Path));
        Assert.That(error.Message, Does.StartWith($"{Path}, line 3 is cut off"));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("{\"name\":null,\"began\":\"2026-01-01T00:00:00Z\",\"ended\":\"2026-01-01T00:00:00Z\",\"ambiguous\":true,\"isOutage\":true}")]
    [TestCase("{\"name\":\"a\",\"began\":\"2026-01-01T00:00:00Z\",\"ended\":\"2026-01-01T00:00:00Z\",\"ambiguous\":true}")]
    [TestCase("{\"name\":\"a\",\"began\":\"2026-01-01T00:00:00Z\",\"ended\":\"2026-01-01T00:00:00Z\",\"ambiguous\":true,\"isOutage\":true,\"more\":1}")]
    [TestCase("{\"name\":\"a\",\"began\":\"2026-01-01T00:00:00Z\",\"ended\":\"2026-01-01T00:00:00Z\",\"ambiguous\":true,\"isOutage\":true} {}")]
    public async Task A_line_that_says_less_or_more_is_an_error_with_file_and_number(string line)
    {
        const string Good = "{\"name\":\"a\",\"began\":\"2026-01-01T00:00:00Z\",\"ended\":\"2026-01-01T00:00:00Z\",\"ambiguous\":true,\"isOutage\":true}\n";
        await File.WriteAllTextAsync(Path, Good + line + "\n" + Good);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => JournalReader.ReadAsync<FaultLine>(Path));
        Assert.That(error.Message, Does.StartWith($"{Path}, line 2 is not a line of this journal"));
    }

    private static FaultLine Line => new("kill -9", SoundRun.Start, SoundRun.Start.AddSeconds(1), Ambiguous: true, IsOutage: false);
}
