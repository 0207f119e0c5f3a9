using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Notifications.Messages;

/// <summary>How one message type looks on the wire.</summary>
/// <param name="Type">The record that carries it in code.</param>
/// <param name="Name">Its name in the message headers. Never changes, whatever becomes of the class: stored and queued messages bear it.</param>
/// <param name="Json">How it is written and read.</param>
public sealed record MessageContract(Type Type, string Name, JsonTypeInfo Json)
{
    /// <summary>Every message of this system; the only list.</summary>
    public static IReadOnlyList<MessageContract> All { get; } =
    [
        new(typeof(SendOrderConfirmation), "Notifications.Messages.SendOrderConfirmation", MessagesJson.Default.SendOrderConfirmation),
    ];

    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not in <see cref="All"/>.</exception>
    public static MessageContract Of<T>() => Of(typeof(T));

    /// <exception cref="ArgumentException"><paramref name="type"/> is not in <see cref="All"/>.</exception>
    public static MessageContract Of(Type type) =>
        All.FirstOrDefault(contract => contract.Type == type)
        ?? throw new ArgumentException($"{type} is not a message: add it to MessageContract.All.", nameof(type));
}

/// <summary>A field that is missing, or null where it must not be, makes a message unreadable; fields that we do not know are ignored.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SendOrderConfirmation))]
internal sealed partial class MessagesJson : JsonSerializerContext;
