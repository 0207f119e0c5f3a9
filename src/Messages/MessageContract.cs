using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Notifications.Messages;

/// <summary>How one message type looks on the wire.</summary>
/// <param name="Name">Its name in the message headers, <c>Namespace.Name</c>. Never changes, whatever becomes of the class: stored and queued messages bear it.</param>
/// <param name="Json">How it is written and read.</param>
public sealed record MessageContract(string Name, JsonTypeInfo Json)
{
    /// <summary>Every message of this system. What may change in them, and how one is added, is in docs/contracts.md.</summary>
    public static IReadOnlyList<MessageContract> All { get; } = [SendOrderConfirmation.Contract];
}

/// <summary>
/// A message is read whole or not at all: a field that is missing, null where it must not be, or there twice makes it unreadable, and so does
/// what <see cref="MessageText"/> and <see cref="MessageTime"/> refuse. Fields that we do not know are ignored.
/// </summary>
[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(MessageText), typeof(MessageTime)])]
[JsonSerializable(typeof(SendOrderConfirmation))]
internal sealed partial class MessagesJson : JsonSerializerContext;
