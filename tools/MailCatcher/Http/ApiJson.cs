using System.Text.Json.Serialization;

namespace Notifications.MailCatcher.Http;

/// <summary>Our own API is camel case; MailHog's shapes name their members themselves.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stats))]
[JsonSerializable(typeof(IEnumerable<FaultView>))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(MessageView))]
internal sealed partial class ApiJson : JsonSerializerContext;

[JsonSerializable(typeof(MailHogPage))]
[JsonSerializable(typeof(MailHogMessage))]
[JsonSerializable(typeof(IEnumerable<MailHogMessage>))]
internal sealed partial class MailHogJson : JsonSerializerContext;
