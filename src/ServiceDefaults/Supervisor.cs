using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Notifications.ServiceDefaults;

/// <summary>What we know of systemd when it has started us, from the variables that it sets; nothing happens where it has not.</summary>
internal static class Supervisor
{
    /// <summary>Standard output is the journal, which knows the time of a line and takes its priority from its beginning. Said to exactly this process: a child inherits the variables.</summary>
    public static bool ReadsOurLog =>
        Variable("JOURNAL_STREAM") is not null && Variable("SYSTEMD_EXEC_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Tells a unit of <c>Type=notify</c> that we have started, so that whoever upgrades goes on to the next unit only then, and that we stop. The library's own
    /// <c>AddSystemd</c> looks whether our parent is called systemd, which a unit with <c>ProtectProc=invisible</c> cannot see.
    /// </summary>
    public static void AddSupervisor(this WebApplicationBuilder builder)
    {
        if (Variable("NOTIFY_SOCKET") is null)
            return;
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.AddSingleton<IHostLifetime, SystemdLifetime>();
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
