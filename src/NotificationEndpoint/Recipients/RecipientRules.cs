using MimeKit;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Recipients;

/// <summary>Whom <see cref="RecipientSettings"/> let this system write to. Asks nobody, so the answer for an address is the same in every attempt.</summary>
public sealed class RecipientRules(RecipientSettings settings)
{
    private readonly IReadOnlySet<string> _allowed = RecipientSettings.Names(settings.AllowDomains);
    private readonly IReadOnlySet<string> _denied = RecipientSettings.Names(settings.DenyDomains);

    /// <returns>Null when mail to <paramref name="recipient"/> is allowed; else one sentence that says why not, the address masked.</returns>
    public string? WhyNotAllowed(MailboxAddress recipient)
    {
        if (_allowed.Count == 0 && _denied.Count == 0)
            return null;

        var domains = DomainName.WithParents(DomainName.OrAsWritten(recipient.Domain)).ToList();
        if (domains.Find(_denied.Contains) is { } denied)
            return $"Mail to {MaskedAddress.Of(recipient)} is not allowed: Recipients:DenyDomains has {denied}.";
        return _allowed.Count == 0 || domains.Exists(_allowed.Contains)
            ? null
            : $"Mail to {MaskedAddress.Of(recipient)} is not allowed: Recipients:AllowDomains has neither {domains[0]} nor a domain above it.";
    }
}
