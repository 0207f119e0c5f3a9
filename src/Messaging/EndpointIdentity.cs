using System.Security.Cryptography;
using System.Text;
using Notifications.Messages;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging;

/// <summary>Who this process is to the others on the broker.</summary>
/// <param name="Name">The logical name, the same in every copy of the process: its queue, and the origin in what it sends.</param>
/// <param name="Receives">Whether there is a queue of that name, so that others can reply to it.</param>
public sealed record EndpointIdentity(string Name, bool Receives)
{
    public static string Machine => Environment.MachineName;

    /// <summary>The address of what it puts off, if it receives.</summary>
    public string Retries => Endpoints.RetriesOf(Name);

    /// <summary>For people: where among the copies.</summary>
    public static string HostDisplayName => $"{Machine}/{Environment.ProcessId}";

    /// <summary>One for each place that the program runs at: the same after a restart, another on another machine or in another container.</summary>
    public Guid HostId { get; } = IdOf(Name);

    /// <summary>As headers carry it.</summary>
    internal string HostIdText { get; } = $"{IdOf(Name):N}";

    /// <summary>On a message that was handled or has failed here: by whom, and where.</summary>
    internal IReadOnlyDictionary<string, string?> ProcessingHeaders() => new Dictionary<string, string?>
    {
        [Headers.ProcessingEndpoint] = Name,
        [Headers.ProcessingMachine] = Machine,
        [Headers.HostId] = HostIdText,
        [Headers.HostDisplayName] = HostDisplayName,
    };

    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.ProcessPath}|{AppContext.BaseDirectory}|{Machine}|{name}"))[..16]);
}
