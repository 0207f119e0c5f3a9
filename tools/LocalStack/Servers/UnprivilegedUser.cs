using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Servers;

/// <summary>
/// PostgreSQL refuses to run as root. As root we start it as <c>postgres</c> (the package makes that user) or <c>nobody</c>; its
/// data may lie below a folder that only root may enter (<c>mktemp -d</c>), so it keeps the one capability to pass through.
/// </summary>
public sealed record UnprivilegedUser(string? Name, IReadOnlyList<string> Prefix)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly string[] PassThrough = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];

    /// <summary>We are not root: things run as we are.</summary>
    public static readonly UnprivilegedUser Ourselves = new(null, []);

    public static async Task<UnprivilegedUser> ForAsync(string folder, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return Ourselves;

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToList();
        var user = users.Find(fields => fields[0] == "postgres") ?? users.Find(fields => fields[0] == "nobody")
            ?? throw new CannotContinueException("PostgreSQL does not run as root, and /etc/passwd has neither 'postgres' nor 'nobody' to run it as.");

        string[] become = ["setpriv", "--reuid", user[2], "--regid", user[3], "--clear-groups"];
        foreach (var prefix in new[] { [.. become, .. PassThrough], become })
        {
            if ((await ShortCommand.RunAsync([.. prefix, "ls", folder], Limit, cancellation)).Succeeded)
                return new UnprivilegedUser(user[0], prefix);
        }

        throw new CannotContinueException(
            $"PostgreSQL does not run as root, and user '{user[0]}' may not enter {folder} (setpriv could not hand on the capability "
            + "dac_override). Move the clone to a folder that all may enter, or run as a normal user.");
    }

    /// <summary>The command as this user.</summary>
    public string[] Run(string program, params string[] arguments) => [.. Prefix, program, .. arguments];

    /// <summary>An empty folder that belongs to this user alone.</summary>
    public async Task CreateFolderAsync(string folder, CancellationToken cancellation)
    {
        string[] owner = Name is null ? [] : ["-o", Name];
        var result = await ShortCommand.RunAsync(["install", .. owner, "-m", "700", "-d", folder], Limit, cancellation);
        if (!result.Succeeded)
            throw new CannotContinueException($"Could not create {folder}: {result.Output.Trim()}");
    }
}
