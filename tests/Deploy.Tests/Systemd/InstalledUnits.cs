using Notifications.LocalStack;
using Notifications.LocalStack.Processes;

namespace Notifications.Deploy.Tests.Systemd;

/// <summary>What <c>install.sh</c> puts on a machine, below a folder of its own, with as much of a system around it as <c>systemd-analyze</c> asks for.</summary>
internal sealed class InstalledUnits : IDisposable
{
    public static readonly string Source = Path.Combine(BuildOutput.Root, "deploy", "systemd");
    public static readonly string[] Hosts = ["migrator", "orders-endpoint", "notification-endpoint", "reconciliation-job", "recoverability-endpoint"];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string[] Targets = ["sysinit.target", "basic.target", "shutdown.target", "network-online.target", "multi-user.target", "timers.target", "time-set.target", "time-sync.target"];
    private static readonly string[] Programs = ["usr/bin/dotnet", "bin/sh", "usr/bin/find"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("notifications-units-");

    public string Root => Path.Combine(_folder.FullName, "root");

    public string Units => Path.Combine(Root, "etc", "systemd", "system");

    public string Settings => Path.Combine(Root, "etc", "notifications");

    public string Releases => Path.Combine(Root, "opt", "notifications", "releases");

    /// <summary>Publishes nothing: a release is what lies in these folders.</summary>
    public async Task<ShortCommand.Result> InstallAsync(string version, string content, CancellationToken cancellation)
    {
        var published = Path.Combine(_folder.FullName, "published");
        foreach (var host in Hosts)
        {
            Directory.CreateDirectory(Path.Combine(published, host));
            await File.WriteAllTextAsync(Path.Combine(published, host, "program.dll"), content, cancellation);
        }

        return await ShortCommand.RunAsync(["env", $"ROOT={Root}", Path.Combine(Source, "install.sh"), published, version], Limit, cancellation);
    }

    /// <summary>Targets and programs of the system, empty.</summary>
    public async Task PretendSystemAsync(CancellationToken cancellation)
    {
        foreach (var target in Targets)
            await File.WriteAllTextAsync(Path.Combine(Units, target), "[Unit]\nDescription=of the system\n", cancellation);
        foreach (var program in Programs.Select(program => Path.Combine(Root, program)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            await using var script = new StreamWriter(program, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserExecute });
            await script.WriteAsync("#!/bin/sh\n");
        }
    }

    public Task<ShortCommand.Result> AnalyzeAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        ShortCommand.RunAsync(["systemd-analyze", $"--root={Root}", "--no-pager", .. arguments], Limit, cancellation);

    public void Dispose() => _folder.Delete(recursive: true);
}
