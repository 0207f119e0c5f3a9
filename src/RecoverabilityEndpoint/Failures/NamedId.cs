using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Notifications.RecoverabilityEndpoint.Failures;

/// <summary>Ids that are made of what they name: the same thing has the same id tomorrow and in another process.</summary>
internal static class NamedId
{
    /// <summary>ServiceControl's unique message id, so that its records and ours are about the same message.</summary>
    public static Guid OfMessage(string messageId, string receivingEndpoint) => Of(messageId + receivingEndpoint);

    public static Guid OfGroup(string classifier, string title) => Of(classifier + title);

    [SuppressMessage("Security", "CA5351", Justification = "ServiceControl's way to make ids; nobody is kept out by it.")]
    public static Guid Of(string name) => new(MD5.HashData(Encoding.UTF8.GetBytes(name)));
}
