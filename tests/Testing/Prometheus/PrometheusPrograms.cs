using Notifications.LocalStack;
using Notifications.LocalStack.Servers;
using Notifications.Testing.Containers;

namespace Notifications.Testing.Prometheus;

/// <summary>
/// Where <c>prometheus</c> and <c>promtool</c> come from: the image that compose pins when a Docker engine answers, else the Debian package, which is installed
/// when it is missing, without the daemon that it would start.
/// </summary>
internal static class PrometheusPrograms
{
    private const string Package = "prometheus";
    private const string Programs = "/usr/bin";

    private static readonly Lazy<Task> InstalledOnce = new(InstallAsync);

    /// <summary>What <c>deploy</c> has, for configurations that name its rules.</summary>
    private static readonly string Deploy = Path.Combine(BuildOutput.Root, "deploy");

    /// <summary>The beginning of a command line; arguments are added to it. Paths and ports are the same inside a container as outside.</summary>
    /// <param name="program"><c>prometheus</c> or <c>promtool</c>.</param>
    /// <param name="folder">That it may write to; besides it sees <c>deploy</c>.</param>
    public static async Task<IReadOnlyList<string>> CommandAsync(string program, string folder)
    {
        if (await OwnServers.EngineAsync() == Engine.Docker)
        {
            return
            [
                "docker", "run", "--rm", "--network", "host", "--user", "0:0",
                .. folder.StartsWith(Deploy, StringComparison.Ordinal) ? Array.Empty<string>() : ["--volume", $"{folder}:{folder}"],
                "--volume", $"{Deploy}:{Deploy}:ro", "--entrypoint", $"/bin/{program}", Images.Prometheus,
            ];
        }

        await InstalledOnce.Value;
        return [Path.Combine(Programs, program)];
    }

    private static Task InstallAsync() => DebianPackages.EnsureAsync(
        new[] { "prometheus", "promtool" }.All(program => File.Exists(Path.Combine(Programs, program))) ? [] : [Package],
        Console.WriteLine,
        CancellationToken.None);
}
