using Notifications.Testing;

namespace Notifications.Proof.Stage;

/// <summary>What our processes are told.</summary>
internal static class HostSettings
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Sixteen e-mails at a time in one consumer, by one session each.</summary>
    public const int SessionsOfConsumer = 16;

    /// <summary>From an attempt's claim to the answer to its final dot, and some time to spare: what the consumers' limits allow.</summary>
    public static TimeSpan LongestSend(bool usualTimes) => TimeSpan.FromSeconds(usualTimes ? 85 : 10);

    /// <param name="role">Of the process.</param>
    /// <param name="network">To the servers.</param>
    /// <param name="usualTimes">Off: what takes minutes in production takes seconds.</param>
    public static Dictionary<string, string> Of(Role role, Network network, bool usualTimes)
    {
        var all = new Dictionary<string, string>
        {
            ["Database__ConnectionString"] = network.Database,
            ["Broker__Uri"] = network.Broker.AbsoluteUri,
        };
        Add(all, role switch
        {
            Role.Api => TestAccess.Settings,
            Role.Consumer => Relay(network.SmtpPort),
            _ => Nothing,
        });
        if (!usualTimes)
        {
            Add(all, Short);
            Add(all, role switch
            {
                Role.Api => ShortOfApi,
                Role.Consumer => ShortOfConsumer,
                _ => ShortOfNode,
            });
        }

        return all;
    }

    private static Dictionary<string, string> Relay(int port) => new()
    {
        ["Smtp__From"] = "Shop <orders@shop.example>",
        ["Smtp__Relays__0__Name"] = "relay",
        ["Smtp__Relays__0__Host"] = "127.0.0.1",
        ["Smtp__Relays__0__Port"] = $"{port}",
        ["Smtp__Relays__0__Tls"] = "None",
        ["Smtp__Relays__0__Sessions"] = $"{SessionsOfConsumer}",
    };

    private static Dictionary<string, string> Short { get; } = new()
    {
        ["Broker__Heartbeat"] = "00:00:03",
        ["Broker__PublishDeadline"] = "00:00:05",
        ["Outbox__Reserve"] = "00:00:02",
        ["Outbox__Lease"] = "00:00:10",
    };

    private static Dictionary<string, string> ShortOfApi { get; } = new() { ["Stopping__AnnounceFor"] = "00:00:00" };

    private static Dictionary<string, string> ShortOfConsumer { get; } = new()
    {
        ["Smtp__Relays__0__ConnectTimeout"] = "00:00:02",
        ["Smtp__Relays__0__CommandTimeout"] = "00:00:02",
        ["Smtp__Relays__0__FinalDotTimeout"] = "00:00:03",
        ["Smtp__Relays__0__TotalTimeout"] = "00:00:08",
        ["Smtp__Relays__0__LongestRest"] = "00:00:02",
        ["Ledger__Lease"] = "00:00:13",
        ["Recoverability__DelayedRetrySeconds"] = "1,2,4,8",
    };

    private static Dictionary<string, string> ShortOfNode { get; } = new()
    {
        ["Reconciliation__Every"] = "00:00:02",
        ["Reconciliation__Grace"] = "00:00:15",
        ["Reconciliation__DriveAgain"] = "00:00:15",
    };

    private static void Add(Dictionary<string, string> all, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (key, value) in more)
            all[key] = value;
    }
}
