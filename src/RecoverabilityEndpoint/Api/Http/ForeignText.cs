using System.Text;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>What a client sent, as the database can have it: no NUL, and no half of a character.</summary>
internal static class ForeignText
{
    public static string Of(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    /// <summary>Null when there is nothing.</summary>
    public static string? OfNullable(string? text) => string.IsNullOrEmpty(text) ? null : Of(text);
}
