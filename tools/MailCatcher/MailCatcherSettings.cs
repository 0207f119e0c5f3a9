using System.Net;

namespace Notifications.MailCatcher;

/// <summary>What a mail catcher listens on and how much it takes. Every bound is there so that no client can exhaust the machine.</summary>
public sealed record MailCatcherSettings
{
    /// <summary>Port for SMTP; 0 lets the system choose one. Default 1025, MailHog's.</summary>
    public int SmtpPort { get; init; } = 1025;

    /// <summary>Port for the web page and the API; 0 lets the system choose one. Default 8025, MailHog's.</summary>
    public int HttpPort { get; init; } = 8025;

    /// <summary>The address both ports listen on. Default 127.0.0.1: what is caught may be confidential.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>How many messages are kept; the oldest leave first. At least 1, default 50,000.</summary>
    public int KeepMessages { get; init; } = 50_000;

    /// <summary>How many bytes of messages are kept, envelopes included; the oldest leave first, the newest always stays. Default 256 MiB.</summary>
    public long KeepBytes { get; init; } = 256L << 20;

    /// <summary>Size of the largest message that is taken; a larger one gets 552. Default 10 MiB, and never more than <see cref="KeepBytes"/>.</summary>
    public int MaximumMessageBytes { get; init; } = 10 << 20;

    /// <summary>Recipients of one message; one more gets 452. Default 1,000.</summary>
    public int MaximumRecipients { get; init; } = 1_000;

    /// <summary>SMTP connections at the same time; one more gets 421. Default 1,000.</summary>
    public int MaximumConnections { get; init; } = 1_000;

    /// <summary>How long a client may be silent, or leave its answers unread, before it gets 421. Default 5 minutes, as RFC 5321 asks.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock: for the time a message was received, the idle timeout and the faults that take time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Called once for each mail whose final dot arrived and for each recipient that was refused with 5xx, when the answer is out or it is clear that none will be.
    /// Called from the conversation, by many at the same time: must be quick and must not throw. Nobody hears of them when null, the default.
    /// </summary>
    public Action<Reception>? Received { get; init; }

    internal int LargestMessage => (int)Math.Min(MaximumMessageBytes, KeepBytes);

    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    internal void Check()
    {
        Require(SmtpPort is >= 0 and <= 65535, nameof(SmtpPort), SmtpPort, "use 0 to 65535");
        Require(HttpPort is >= 0 and <= 65535, nameof(HttpPort), HttpPort, "use 0 to 65535");
        Require(HttpPort == 0 || HttpPort != SmtpPort, nameof(HttpPort), HttpPort, "the SMTP port is the same; use two different ones");
        Require(KeepMessages >= 1, nameof(KeepMessages), KeepMessages, "use 1 or more");
        Require(KeepBytes >= 1, nameof(KeepBytes), KeepBytes, "use 1 or more");
        Require(MaximumMessageBytes >= 1, nameof(MaximumMessageBytes), MaximumMessageBytes, "use 1 or more");
        Require(MaximumRecipients >= 1, nameof(MaximumRecipients), MaximumRecipients, "use 1 or more");
        Require(MaximumConnections >= 1, nameof(MaximumConnections), MaximumConnections, "use 1 or more");
        Require(IdleTimeout > TimeSpan.Zero, nameof(IdleTimeout), IdleTimeout, "use more than zero");
    }

    private static void Require(bool holds, string name, object value, string remedy)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}: {remedy}.");
    }
}
