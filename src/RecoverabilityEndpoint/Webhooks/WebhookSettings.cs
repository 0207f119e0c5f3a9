using System.ComponentModel.DataAnnotations;

namespace Notifications.RecoverabilityEndpoint.Webhooks;

/// <summary>Who is told when messages have failed; section <c>Webhook</c>. Nobody by default: the log and the metrics tell it too.</summary>
internal sealed record WebhookSettings
{
    private const int ShortestSecret = 32;

    /// <summary>Gets a POST with JSON; https, or http on loopback and in a network of one's own. Default nothing. May hold a token, so it is never shown.</summary>
    [DataType(DataType.Password)]
    public string Url { get; init; } = "";

    /// <summary>At least 32 characters that both sides know: the header <c>X-Notifications-Signature</c> is the body's HMAC-SHA256 by it. Default nothing: no signature.</summary>
    [DataType(DataType.Password)]
    public string Secret { get; init; } = "";

    /// <summary>What fails within this time is told together. Default 1 minute.</summary>
    public TimeSpan AtMostEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time that an answer may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public bool IsOn => Url != "";

    public IEnumerable<string> Problems()
    {
        if (IsOn && !(Uri.TryCreate(Url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)))
            yield return $"Webhook:Url has {Url.Length} characters and is no http or https address; give one, or nothing.";
        if (Secret.Length is > 0 and < ShortestSecret)
            yield return $"Webhook:Secret has {Secret.Length} characters; give at least {ShortestSecret}, as 'openssl rand -base64 32' makes them, or nothing.";
        if (AtMostEvery < TimeSpan.FromSeconds(1) || AtMostEvery > TimeSpan.FromHours(1))
            yield return $"Webhook:AtMostEvery is {AtMostEvery}; give a time from 00:00:01 to 01:00:00.";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(1))
            yield return $"Webhook:Timeout is {Timeout}; give a time from 00:00:01 to 00:01:00.";
    }

    /// <summary>A record writes all it has; this one must not.</summary>
    public override string ToString() => IsOn ? "on" : "off";
}
