namespace Notifications.ServiceDefaults;

/// <summary>What a host is asked to do.</summary>
internal enum HostCommand
{
    Run,

    /// <summary>Sets up what it needs on its servers, and ends.</summary>
    Install,

    /// <summary>Shows what it is told, or what is wrong with that, and ends; it connects to nothing.</summary>
    CheckConfiguration,

    /// <summary>Asks the one that runs already whether it is ready, and ends.</summary>
    CheckHealth,
}

/// <summary>The arguments of a host, told apart.</summary>
/// <param name="Command">The one that was given, or <see cref="HostCommand.Run"/>.</param>
/// <param name="Settings">The others, such as <c>--Smtp:Relays:0:Port=2525</c>.</param>
internal sealed record HostArguments(HostCommand Command, string[] Settings)
{
    private static readonly Dictionary<string, HostCommand> Commands = new()
    {
        ["--install"] = HostCommand.Install,
        ["--check-config"] = HostCommand.CheckConfiguration,
        [HealthProbe.Argument] = HostCommand.CheckHealth,
    };

    /// <summary>Two commands: the one that changes nothing.</summary>
    public static HostArguments Read(string[] args) =>
        new(args.Where(Commands.ContainsKey).Select(argument => Commands[argument]).DefaultIfEmpty(HostCommand.Run).Max(), [.. args.Where(argument => !Commands.ContainsKey(argument))]);

    /// <summary>An argument that sets nothing is a command that does not exist: without a word the host would run instead.</summary>
    public IEnumerable<string> Problems() => Settings
        .Where((argument, at) => argument.StartsWith("--", StringComparison.Ordinal) && !argument.Contains('=') && (at + 1 == Settings.Length || Settings[at + 1].StartsWith("--", StringComparison.Ordinal)))
        .Select(argument => $"There is no {argument}; there are {string.Join(", ", Commands.Keys)} and settings such as --Broker:Window=256.");
}
