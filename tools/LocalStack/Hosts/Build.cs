using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Hosts;

/// <summary>Builds our programs with the compiler's own messages in a log, shown only when it fails.</summary>
public static class Build
{
    private static readonly string Hosts = Path.Combine(BuildOutput.Root, "tools", "Hosts.proj");

    public static async Task RunAsync(string logFolder, string pidFolder, CancellationToken cancellation)
    {
        // No node reuse: build nodes end with the build. (The compiler's own server stays a while, as after any dotnet build.)
        var plan = new ProcessPlan(
            "build", "dotnet", "build", Hosts, "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false");
        await using var build = ChildProcess.Start(plan, logFolder, pidFolder);
        await build.WaitForExitAsync(cancellation);
        if (build.ExitCode != 0)
            throw new CannotContinueException(HostStart.Describe(build, $"ended with code {build.ExitCode}"));
    }
}
