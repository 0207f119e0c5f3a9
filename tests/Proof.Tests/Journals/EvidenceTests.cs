using Notifications.Proof.Check;
using Notifications.Proof.Journals;
using Notifications.Proof.Tests.Check;

namespace Notifications.Proof.Tests.Journals;

public sealed class EvidenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task What_was_written_is_read_again_and_says_the_same()
    {
        await WriteAsync(SoundRun.Evidence);
        var read = await Evidence.ReadAsync(_folder.Path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Run, Is.EqualTo(SoundRun.Evidence.Run));
            Assert.That(read.Client, Is.EqualTo(SoundRun.Evidence.Client));
            Assert.That(read.Faults, Is.EqualTo(SoundRun.Evidence.Faults));
            Assert.That(read.Mail, Is.EqualTo(SoundRun.Evidence.Mail).UsingPropertiesComparer());
            Assert.That(read.Ledger, Is.EqualTo(SoundRun.Evidence.Ledger).UsingPropertiesComparer());
            Assert.That(read.Errors.Single().Headers, Is.EquivalentTo(SoundRun.Evidence.Errors.Single().Headers));
            Assert.That(read.Remains.Queues, Is.EquivalentTo(SoundRun.Evidence.Remains.Queues));
            Assert.That(Checker.Check(read), Is.EqualTo(Checker.Check(SoundRun.Evidence)));
        }
    }

    [TestCase(Evidence.ClientFile)]
    [TestCase(Evidence.MailFile)]
    [TestCase(Evidence.FaultsFile)]
    [TestCase(Evidence.LedgerFile)]
    [TestCase(Evidence.ErrorsFile)]
    [TestCase(Evidence.RemainsFile)]
    [TestCase(Evidence.RunFile)]
    public async Task A_missing_file_is_named(string file)
    {
        await WriteAsync(SoundRun.Evidence);
        File.Delete(_folder.File(file));
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => Evidence.ReadAsync(_folder.Path));
        Assert.That(error.Message, Does.Contain(_folder.File(file)).And.EndWith("is missing: the run was not recorded to its end."));
    }

    [TestCase(Evidence.RemainsFile)]
    [TestCase(Evidence.RunFile)]
    public async Task A_file_that_says_less_is_named(string file)
    {
        await WriteAsync(SoundRun.Evidence);
        await File.WriteAllTextAsync(_folder.File(file), "{}");
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Evidence.ReadAsync(_folder.Path));
        Assert.That(error.Message, Does.StartWith(_folder.File(file)));
    }

    private async Task WriteAsync(Evidence evidence)
    {
        await Evidence.WriteAsync(_folder.Path, evidence.Run);
        await Evidence.WriteAsync(_folder.Path, evidence.Remains);
        await Evidence.WriteAsync(_folder.Path, Evidence.ClientFile, evidence.Client.ToAsyncEnumerable());
        await Evidence.WriteAsync(_folder.Path, Evidence.MailFile, evidence.Mail.ToAsyncEnumerable());
        await Evidence.WriteAsync(_folder.Path, Evidence.FaultsFile, evidence.Faults.ToAsyncEnumerable());
        await Evidence.WriteAsync(_folder.Path, Evidence.LedgerFile, evidence.Ledger.ToAsyncEnumerable());
        await Evidence.WriteAsync(_folder.Path, Evidence.ErrorsFile, evidence.Errors.ToAsyncEnumerable());
    }
}
