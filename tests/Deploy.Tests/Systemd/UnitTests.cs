using System.Globalization;
using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.LocalStack.Servers;

namespace Notifications.Deploy.Tests.Systemd;

/// <summary>The units, as systemd's own tool sees them, and what each must have besides.</summary>
[CancelAfter(60_000)]
public sealed partial class UnitTests
{
    /// <summary>From 0, which may do nothing, to 10. They have 1.5; without the drop-in for all it is 9.</summary>
    private const double MostExposed = 2.0;

    private readonly InstalledUnits _installed = new();

    [OneTimeSetUp]
    public async Task Install()
    {
        await DebianPackages.EnsureAsync(File.Exists("/usr/bin/systemd-analyze") ? [] : ["systemd"], Console.WriteLine, CancellationToken.None);
        Assert.That((await _installed.InstallAsync("1.0.0", "", CancellationToken.None)).Output, Does.Contain("The release 1.0.0 is in"));
        await _installed.PretendSystemAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public void Remove() => _installed.Dispose();

    /// <summary>A key that it does not know is a warning to it and nothing else: whatever it says is a failure here.</summary>
    [Test]
    public async Task The_units_are_valid(CancellationToken cancellation)
    {
        var said = await _installed.AnalyzeAsync(["verify", "--man=no", .. UnitFile.Services().Select(Instance), "notifications.target", "notifications-backup.timer"], cancellation);
        Assert.That((said.Code, said.Output), Is.EqualTo((0, "")));
    }

    [TestCaseSource(typeof(UnitFile), nameof(UnitFile.Services))]
    public async Task A_unit_may_do_little(string unit, CancellationToken cancellation)
    {
        var said = await _installed.AnalyzeAsync(["security", "--offline=true", $"--threshold={MostExposed * 10:0}", Instance(unit)], cancellation);
        Assert.That(said.Code, Is.Zero, said.Output);
    }

    [TestCaseSource(typeof(UnitFile), nameof(UnitFile.Services))]
    public void A_unit_has_longer_to_stop_than_a_host_takes_and_an_end_to_its_memory(string name)
    {
        var unit = UnitFile.Read(name);
        Assert.That(double.Parse(unit.Text("TimeoutStopSec"), CultureInfo.InvariantCulture), Is.GreaterThan(90));
        Assert.That(unit.Text("MemoryMax"), Is.Not.Empty);
        Assert.That(unit.Text("User"), Is.AnyOf("notifications", "postgres"));
    }

    [TestCaseSource(nameof(Hosts))]
    public void A_host_is_started_anew_for_ever_unless_a_setting_is_wrong(string name)
    {
        var unit = UnitFile.Read(name);
        Assert.That(
            (unit.Text("Restart"), unit.Text("RestartPreventExitStatus"), unit.Text("StartLimitIntervalSec"), unit.Text("KillSignal")),
            Is.EqualTo(("always", "2", "0", "SIGTERM")));
        Assert.That(unit.Values("After").Single().Split(' '), Does.Contain("network-online.target").And.Contain("notifications-migrator.service"));
        Assert.That((unit.Text("PartOf"), unit.Text("WantedBy")), Is.EqualTo(("notifications.target", "notifications.target")));
    }

    [TestCaseSource(nameof(OfOurs))]
    public void What_a_unit_starts_is_published_and_called_so(string name)
    {
        var start = StartsProgram().Match(UnitFile.Read(name).Text("ExecStart"));
        Assert.That(start.Success, Is.True);
        Assert.That(File.ReadAllText(Path.Combine(InstalledUnits.Source, "publish.sh")), Does.Contain($"publish {start.Groups["project"]} {start.Groups["host"]}\n"));
        Assert.That(Path.Combine(BuildOutput.Root, "src", start.Groups["project"].Value), Does.Exist);
        Assert.That(InstalledUnits.Hosts, Does.Contain(start.Groups["host"].Value));
    }

    /// <summary>One that is required is among the examples, or the unit does not start; one that begins with a hyphen need not be there.</summary>
    [TestCaseSource(nameof(OfOurs))]
    public void The_settings_that_a_unit_reads_are_installed(string name) => Assert.That(
        UnitFile.Read(name).Values("EnvironmentFile").Where(file => file[0] != '-').Select(file => _installed.Root + file), Is.All.Exist.And.Not.Empty);

    private static IEnumerable<string> OfOurs() => UnitFile.Services().Where(name => name != "notifications-backup.service");

    private static IEnumerable<string> Hosts() => UnitFile.Services().Where(name => UnitFile.Read(name).IsHost);

    /// <summary>A template by one of its instances.</summary>
    private static string Instance(string unit) => unit.Replace("@.", "@8080.", StringComparison.Ordinal);

    [GeneratedRegex(@"^/usr/bin/dotnet /opt/notifications/current/(?<host>[a-z-]+)/Notifications\.(?<project>\w+)\.dll$")]
    private static partial Regex StartsProgram();
}
