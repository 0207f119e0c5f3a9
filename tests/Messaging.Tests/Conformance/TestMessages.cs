using System.Text.Json.Serialization;
using Notifications.Messages;

namespace Notifications.Messaging.Tests.Conformance;

internal sealed record Ask(string Text) : ICommand
{
    public static MessageContract Contract { get; } = new("Tests.Messages.Ask", TestJson.Default.Ask);
}

internal sealed record Answer(string Text) : IMessage
{
    public static MessageContract Contract { get; } = new("Tests.Messages.Answer", TestJson.Default.Answer);
}

internal sealed record Happened(string Text) : IEvent
{
    public static MessageContract Contract { get; } = new("Tests.Messages.Happened", TestJson.Default.Happened);
}

[JsonSerializable(typeof(Ask))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Happened))]
internal sealed partial class TestJson : JsonSerializerContext;
