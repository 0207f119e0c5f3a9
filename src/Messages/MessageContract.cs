using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Notifications.Messages;

/// <summary>How one message type looks on the wire.</summary>
/// <param name="Name">Its name in the message headers, <c>Namespace.Name</c>. Never changes, whatever becomes of the class: stored and queued messages bear it.</param>
/// <param name="Json">How it is written and read.</param>
public sealed record MessageContract(string Name, JsonTypeInfo Json)
{
    /// <summary>Every message of this system.</summary>
    public static IReadOnlyList<MessageContract> All { get; } = [SendOrderConfirmation.Contract];
}

/// <summary>A field that is missing, or null where it must not be, makes a message unreadable; fields that we do not know are ignored.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SendOrderConfirmation))]
internal sealed partial class MessagesJson : JsonSerializerContext;
