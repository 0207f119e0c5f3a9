using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Servers;

/// <summary>
/// Brings the server programs onto a Debian-like machine, and only the programs: the packages would also start a system-wide
/// PostgreSQL and RabbitMQ, which a policy-rc.d that says no (exit 101) keeps them from while we install.
/// </summary>
public static class DebianPackages
{
    private const string Policy = "/usr/sbin/policy-rc.d";
    private static readonly TimeSpan UpdateLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(15);

    /// <summary>What the system runs on.</summary>
    public static Task EnsureAsync(Action<string> say, CancellationToken cancellation) => EnsureAsync(Missing(), say, cancellation);

    /// <param name="missing">Names of packages.</param>
    /// <param name="say">Hears what is done, if anything.</param>
    /// <param name="cancellation">Ends it between two commands.</param>
    /// <exception cref="CannotContinueException">They cannot be installed; the sentence says who can.</exception>
    public static async Task EnsureAsync(IReadOnlyList<string> missing, Action<string> say, CancellationToken cancellation)
    {
        if (missing.Count == 0)
            return;

        var plan = PackagePlan.Decide(
            missing,
            hasApt: File.Exists("/usr/bin/apt-get"),
            isRoot: Environment.IsPrivilegedProcess,
            maySudo: (await ShortCommand.RunAsync(["sudo", "-n", "true"], TimeSpan.FromSeconds(5), cancellation)).Succeeded);
        switch (plan)
        {
            case PackagePlan.Ask ask:
                throw new CannotContinueException(ask.Sentence);
            case PackagePlan.Install install:
                say($"installing the Debian packages {string.Join(" and ", install.Packages)} …");
                await InstallAsync(install, cancellation);
                break;
        }
    }

    private static List<string> Missing()
    {
        var missing = new List<string>();
        if (NativePrograms.FindPostgres() is null)
            missing.Add("postgresql");
        if (NativePrograms.FindRabbitMq() is null)
            missing.Add("rabbitmq-server");
        return missing;
    }

    private static async Task InstallAsync(PackagePlan.Install plan, CancellationToken cancellation)
    {
        var ourPolicy = !File.Exists(Policy);
        if (ourPolicy)
            await RunAsync(plan, ["sh", "-c", $"printf '#!/bin/sh\\nexit 101\\n' >{Policy} && chmod 755 {Policy}"], UpdateLimit, cancellation);
        try
        {
            // An outdated list makes the install fail with 404; a third-party source that is down must not stop us.
            await TryAsync(plan, [.. Apt, "update"], UpdateLimit, cancellation);
            await RunAsync(plan, [.. Apt, "install", "-y", "--no-install-recommends", .. plan.Packages], InstallLimit, cancellation);
        }
        finally
        {
            if (ourPolicy)
                await RunAsync(plan, ["rm", "-f", Policy], UpdateLimit, CancellationToken.None);
        }
    }

    private static readonly string[] Apt =
        ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"];

    private static async Task RunAsync(PackagePlan.Install plan, IReadOnlyList<string> command, TimeSpan limit, CancellationToken cancellation)
    {
        var result = await TryAsync(plan, command, limit, cancellation);
        if (!result.Succeeded)
        {
            var lastLines = result.Output.TrimEnd().Split('\n').TakeLast(15).Select(line => $"    {line}");
            throw new CannotContinueException(
                $"'{string.Join(' ', plan.Prefix.Concat(command))}' ended with code {result.Code}:{Environment.NewLine}"
                + string.Join(Environment.NewLine, lastLines));
        }
    }

    private static Task<ShortCommand.Result> TryAsync(
        PackagePlan.Install plan, IReadOnlyList<string> command, TimeSpan limit, CancellationToken cancellation) =>
        ShortCommand.RunAsync([.. plan.Prefix, .. command], limit, cancellation);
}
