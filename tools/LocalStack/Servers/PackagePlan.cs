namespace Notifications.LocalStack.Servers;

/// <summary>What to do about server programs that are missing. Decided from four facts, before anything is changed.</summary>
public abstract record PackagePlan
{
    private PackagePlan() { }

    /// <summary>Everything is there.</summary>
    public sealed record NoneMissing : PackagePlan;

    /// <param name="Packages">What to install.</param>
    /// <param name="Prefix">In front of every command: nothing as root, <c>sudo -n</c> as a user who may.</param>
    public sealed record Install(IReadOnlyList<string> Packages, IReadOnlyList<string> Prefix) : PackagePlan;

    /// <summary>We cannot; the sentence says who can, and how.</summary>
    public sealed record Ask(string Sentence) : PackagePlan;

    public static PackagePlan Decide(IReadOnlyList<string> missing, bool hasApt, bool isRoot, bool maySudo) => (missing, hasApt) switch
    {
        ({ Count: 0 }, _) => new NoneMissing(),
        (_, false) => new Ask(
            $"There is no {And(missing)} on this machine, and no apt-get to install it with. "
            + "Start a Docker engine, or install it with your own package manager on a Debian-like system."),
        _ when isRoot => new Install(missing, []),
        _ when maySudo => new Install(missing, ["sudo", "-n"]),
        _ => new Ask(
            $"There is no {And(missing)} on this machine, and this user may not install it. Let an administrator run "
            + $"'apt-get install --no-install-recommends {string.Join(' ', missing)}' once, or start a Docker engine."),
    };

    private static string And(IReadOnlyList<string> names) => string.Join(" and no ", names);
}
