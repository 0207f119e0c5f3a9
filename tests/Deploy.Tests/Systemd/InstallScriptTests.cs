namespace Notifications.Deploy.Tests.Systemd;

/// <summary>It may be run again, at any time, on a machine where everything runs.</summary>
[CancelAfter(30_000)]
public sealed class InstallScriptTests
{
    private const UnixFileMode ForRootAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Test]
    public async Task Installed_again_settings_and_the_release_stay_as_they_are_and_a_new_release_lies_beside_it(CancellationToken cancellation)
    {
        using var machine = new InstalledUnits();
        await machine.InstallAsync("1.0.0", "old", cancellation);
        var settings = Path.Combine(machine.Settings, "common.env");
        await File.WriteAllTextAsync(settings, "Broker__Uri=amqp://of-ours\n", cancellation);

        var again = await machine.InstallAsync("1.0.0", "other", cancellation);
        var next = await machine.InstallAsync("1.1.0", "new", cancellation);

        Assert.That((again.Code, next.Code), Is.EqualTo((0, 0)));
        Assert.That(await File.ReadAllTextAsync(settings, cancellation), Is.EqualTo("Broker__Uri=amqp://of-ours\n"));
        Assert.That(await ProgramAsync("1.0.0"), Is.EqualTo("old"));
        Assert.That(await ProgramAsync("1.1.0"), Is.EqualTo("new"));
        Assert.That(Directory.GetDirectories(machine.Releases), Has.Length.EqualTo(2), "nothing half copied is left");

        Task<string> ProgramAsync(string version) => File.ReadAllTextAsync(Path.Combine(machine.Releases, version, "orders-endpoint", "program.dll"), cancellation);
    }

    [Test]
    public async Task Passwords_are_for_root_alone(CancellationToken cancellation)
    {
        using var machine = new InstalledUnits();
        await machine.InstallAsync("1.0.0", "", cancellation);

        UnixFileMode[] modes = [.. new DirectoryInfo(machine.Settings).GetFiles("*.env").Select(file => file.UnixFileMode)];
        Assert.That(modes, Has.Length.EqualTo(5).And.All.EqualTo(ForRootAlone));
    }

    [TestCase("../1.0.0")]
    [TestCase("1 0")]
    [TestCase(".hidden")]
    public async Task A_release_cannot_be_called(string version, CancellationToken cancellation)
    {
        using var machine = new InstalledUnits();
        var refused = await machine.InstallAsync(version, "", cancellation);

        Assert.That((refused.Code, refused.Output), Is.EqualTo((2, $"The release is called '{version}'; use letters, digits and . + _ -\n")));
        Assert.That(machine.Root, Does.Not.Exist);
    }
}
