using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>Who sends our mails and by which relays; section <c>Smtp</c>.</summary>
public sealed record SmtpSettings
{
    /// <summary>
    /// Sender of every mail, in the envelope and in the header: <c>Name &lt;address&gt;</c> or an address. Default: none, must be set.
    /// Its domain is in every Message-ID, so changing it changes the bytes of mails that are sent a second time.
    /// </summary>
    [DataType(DataType.Text)]
    public string From { get; init; } = "";

    /// <summary>
    /// The relays, in the order of preference: <c>Smtp:Relays:0:Host</c> and so on. A mail goes to the first one that is not down and has room; when that
    /// one fails it, to the next. At least one.
    /// </summary>
    public IReadOnlyList<RelaySettings> Relays { get; init; } = [];

    /// <summary>What one attempt at one relay may take at most.</summary>
    public TimeSpan LongestSend => Relays.Select(relay => relay.TotalTimeout).DefaultIfEmpty().Max();

    /// <summary>What one handling of an e-mail may take at most: every relay but one fails it before the final dot, the last one leaves that unanswered.</summary>
    public TimeSpan LongestTry => Relays.Aggregate(TimeSpan.Zero, (sum, relay) => sum + (relay.TotalTimeout - relay.FinalDotTimeout)) + Relays.Select(relay => relay.FinalDotTimeout).DefaultIfEmpty().Max();

    /// <summary><see cref="From"/> as MimeKit wants it.</summary>
    /// <exception cref="ParseException">There are <see cref="Problems"/>.</exception>
    public MailboxAddress Sender() => MailboxAddress.Parse(From);

    /// <summary>What is wrong with these settings, one sentence each; none when they can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsSender(From))
            yield return $"Smtp:From is '{From}'; set it to one ASCII address, such as Shop <orders@shop.example>.";

        if (Relays.Count == 0)
            yield return "Smtp:Relays is empty; set at least Smtp:Relays:0:Host to the name or address of the mail relay.";

        foreach (var name in Relays.GroupBy(relay => relay.Title, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return $"Smtp:Relays has '{name}' more than once; set Smtp:Relays:…:Name so that each can be told from the others.";

        foreach (var problem in Relays.SelectMany((relay, index) => relay.Problems($"Smtp:Relays:{index}")))
            yield return problem;
    }

    /// <summary>ASCII before the @: relays without SMTPUTF8 must be able to take every mail.</summary>
    private static bool IsSender(string from) =>
        MailboxAddress.TryParse(from, out var mailbox) && mailbox.LocalPart.Length > 0 && mailbox.Domain.Length > 0
        && mailbox.LocalPart.All(char.IsAscii);
}
