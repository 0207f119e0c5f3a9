using System.Security.Cryptography.X509Certificates;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Tests.Mail;
using Notifications.NotificationEndpoint.Tests.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>A row of the table: what the first of two relays does, and all that is to come of it. The second one is well.</summary>
/// <param name="Name">Goes on from "A relay that".</param>
/// <param name="Twists">In what it differs from a relay that is well.</param>
/// <param name="Endings">Of one handling of the message after the other, as the runtime repeats them.</param>
/// <param name="Whole">E-mails of this order that reached a relay up to the final dot, at both together.</param>
/// <param name="Afterwards">Of the first relay: how much mail it gets, and how it gets the next one.</param>
public sealed record Behaviour(string Name, Twist[] Twists, Ending[] Endings, int Whole, string Afterwards)
{
    /// <summary>It gets as much as before, and the next mail over the session that there is.</summary>
    public const string SameSession = "up, same session";
    public const string NewSession = "up, new session";

    /// <summary>It gets half as much.</summary>
    public const string LessOnSameSession = "less, same session";
    public const string LessOnNewSession = "less, new session";

    /// <summary>It gets none.</summary>
    public const string Down = "down";

    /// <summary>As Postfix does.</summary>
    public string[] Offers { get; init; } = ["PIPELINING", "SIZE 10240000", "ENHANCEDSTATUSCODES", "8BITMIME"];

    /// <summary>Where it is not the same with our own transaction: a session on which the sender is refused and the content invited carries no other mail.</summary>
    public string? AfterwardsPipelined { get; init; }

    /// <summary>Our settings of the first relay. One trouble is enough for it to be down, unless a row says otherwise.</summary>
    public Func<RelaySettings, RelaySettings> With { get; init; } = settings => settings;

    /// <summary>In place of a relay.</summary>
    public Func<DeafPort>? Deaf { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Mails that went well before, so that there is a session.</summary>
    public int Before { get; init; }

    /// <summary>There is no second relay.</summary>
    public bool Alone { get; init; }

    public SendOrderConfirmation Order { get; init; } = SampleOrder.Command;

    /// <summary>A command that the relay has to hear; null for any.</summary>
    public string? Hears { get; init; }

    public static RelaySettings Patient(RelaySettings settings) => settings with { DownAfter = 5 };

    public static RelaySettings ShortConnect(RelaySettings settings) => settings with { ConnectTimeout = RelayFixture.Short };

    public static RelaySettings ShortCommand(RelaySettings settings) => settings with { CommandTimeout = RelayFixture.Short };

    /// <summary>As long as a row can wait, where all the other commands are to be answered in time.</summary>
    public static RelaySettings FewSeconds(RelaySettings settings) => settings with { CommandTimeout = TimeSpan.FromSeconds(3) };

    public static RelaySettings ShortData(RelaySettings settings) => settings with { DataTimeout = RelayFixture.Short };

    public static RelaySettings ShortDot(RelaySettings settings) => settings with { FinalDotTimeout = RelayFixture.Short };

    public static RelaySettings WithAccount(RelaySettings settings) => settings with { User = "shop", Password = "secret" };

    public static RelaySettings OverStartTls(RelaySettings settings) => settings with { Tls = SmtpTls.StartTls };

    public static RelaySettings OverTls(RelaySettings settings) => settings with { Tls = SmtpTls.Implicit };
}
