using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Notifications.Messaging.Wire;

/// <summary>Between our messages and AMQP's basic properties, the way NServiceBus's RabbitMQ transport does it.</summary>
public static class AmqpMapping
{
    private const string Json = "application/json";

    /// <summary>Tables and lists in each other; a forger has room for 26,000, and text of that would take more stack than there is.</summary>
    private const int DeepestText = 10;

    /// <summary>
    /// What the broker or the client library added for themselves, or the broker obeys; a copy that is sent on must not carry it. CC and BCC name
    /// further queues: as the text that all headers become here, they make the broker close the channel that publishes them.
    /// </summary>
    private static readonly HashSet<string> TransportOnly =
    [
        "CC", "BCC", Headers.DelayInSeconds, Headers.BrokerDeliveryCount, "x-death", "x-first-death-exchange", "x-first-death-queue",
        "x-first-death-reason", "x-last-death-exchange", "x-last-death-queue", "x-last-death-reason", "x-acquired-count", "x-dotnet-pub-seq-no",
    ];

    /// <summary>Properties of a message from the outbox, with every header that NServiceBus's receivers look at.</summary>
    public static BasicProperties ToProperties(OutgoingMessage message)
    {
        var id = message.Id.ToString("D");
        var headers = new Dictionary<string, string>(message.Headers.Count + 8);
        foreach (var (name, value) in message.Headers)
            headers[name] = value;
        headers[Headers.MessageId] = id;
        headers.TryAdd(Headers.CorrelationId, id);
        headers.TryAdd(Headers.ConversationId, id);
        headers.TryAdd(Headers.MessageIntent, "Send");
        headers.TryAdd(Headers.EnclosedMessageTypes, message.Type);
        headers.TryAdd(Headers.ContentType, Json);
        return ToProperties(id, message.Type, headers);
    }

    /// <summary>Properties of a copy of <paramref name="message"/> with some headers set, or taken out where the value is null.</summary>
    public static BasicProperties ToProperties(IncomingMessage message, IReadOnlyDictionary<string, string?> changes)
    {
        var headers = message.Headers.Where(header => !TransportOnly.Contains(header.Key)).ToDictionary(header => header.Key, header => header.Value);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                headers.Remove(name);
            else
                headers[name] = value;
        }

        headers.TryAdd(Headers.MessageId, message.Id);
        return ToProperties(message.Id, message.Type, HeaderBudget.Fit(headers, keep: changes.Keys));
    }

    /// <summary>A message without a body, to be dealt with by the receiver's runtime instead of a handler.</summary>
    public static BasicProperties Control(IReadOnlyDictionary<string, string> headers)
    {
        var id = Guid.NewGuid().ToString("D");
        return ToProperties(id, "", new Dictionary<string, string>(headers) { [Headers.MessageId] = id, [Headers.ControlMessage] = "True" });
    }

    /// <summary>Copies all of it: the client library takes its memory back when the handler returns.</summary>
    public static IncomingMessage FromDelivery(BasicDeliverEventArgs delivery)
    {
        var properties = delivery.BasicProperties;
        var headers = new Dictionary<string, string>((properties.Headers?.Count ?? 0) + 4);
        foreach (var (name, value) in properties.Headers ?? new Dictionary<string, object?>())
        {
            if (value is not null && !TransportOnly.Contains(name))
                headers[name] = TextOf(value);
        }

        FillIn(headers, Headers.CorrelationId, properties.CorrelationId);
        FillIn(headers, Headers.ReplyToAddress, properties.ReplyTo);
        FillIn(headers, Headers.ContentType, properties.ContentType);
        FillIn(headers, Headers.EnclosedMessageTypes, properties.Type);

        return new IncomingMessage(
            IdOf(headers.GetValueOrDefault(Headers.MessageId), properties.MessageId, delivery.Body.Span),
            MostConcreteType(headers.GetValueOrDefault(Headers.EnclosedMessageTypes) ?? ""),
            headers,
            delivery.Body.ToArray(),
            EarlierDeliveries(properties.Headers));
    }

    /// <summary>A foreign sender may have given none; then its content says which it is, so that copies of it agree.</summary>
    private static string IdOf(string? header, string? property, ReadOnlySpan<byte> body) =>
        !string.IsNullOrEmpty(header) ? header : !string.IsNullOrEmpty(property) ? property : new Guid(SHA256.HashData(body)[..16]).ToString("D");

    /// <summary>Its sender gave it no id: others with the same body have the same.</summary>
    public static bool IsIdOfContent(IncomingMessage message) =>
        string.IsNullOrEmpty(message.Headers.GetValueOrDefault(Headers.MessageId)) && message.Id == IdOf(null, null, message.Body.Span);

    /// <summary>The first name of <c>Ns.Type, Assembly, Version=…;Ns.Base, …</c>, without its assembly.</summary>
    public static string MostConcreteType(string enclosedTypes) => enclosedTypes.AsSpan().ContainsAny(',', ';') ? Types(enclosedTypes).First() : enclosedTypes.Trim();

    /// <summary>All of those names, the most concrete first.</summary>
    public static IEnumerable<string> Types(string enclosedTypes) => enclosedTypes.Split(';').Select(type => type.Split(',', 2)[0].Trim());

    private static BasicProperties ToProperties(string id, string type, Dictionary<string, string> headers) => new()
    {
        MessageId = HeaderBudget.ShortText(id),
        Type = type == "" ? null : HeaderBudget.ShortText(type),
        CorrelationId = HeaderBudget.ShortText(headers.GetValueOrDefault(Headers.CorrelationId)),
        ReplyTo = HeaderBudget.ShortText(headers.GetValueOrDefault(Headers.ReplyToAddress)),
        ContentType = HeaderBudget.ShortText(headers.GetValueOrDefault(Headers.ContentType, "application/octet-stream")),
        DeliveryMode = DeliveryModes.Persistent,
        Headers = headers.ToDictionary(header => header.Key, header => (object?)header.Value),
    };

    private static void FillIn(Dictionary<string, string> headers, string name, string? property)
    {
        if (!string.IsNullOrEmpty(property))
            headers.TryAdd(name, property);
    }

    private static string TextOf(object value, int depth = 0) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        AmqpTimestamp time when IsTime(time.UnixTime) => WireTime.Write(DateTimeOffset.FromUnixTimeSeconds(time.UnixTime)),
        IDictionary<string, object?> or IEnumerable<object?> when depth == DeepestText => "…",
        IDictionary<string, object?> table => string.Join(',', table.Select(entry => $"{entry.Key}={TextOf(entry.Value ?? "", depth + 1)}")),
        IEnumerable<object?> list => string.Join(';', list.Select(entry => TextOf(entry ?? "", depth + 1))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Foreign senders put milliseconds here; those are beyond the year 9999.</summary>
    private static bool IsTime(long seconds) => seconds is >= 0 and < 253_402_300_800;

    /// <summary>The broker's is a number; a foreign sender's text says nothing.</summary>
    private static long EarlierDeliveries(IDictionary<string, object?>? headers) =>
        headers?.TryGetValue(Headers.BrokerDeliveryCount, out var count) == true && count is long or int or short or byte
            ? Convert.ToInt64(count, CultureInfo.InvariantCulture)
            : 0;
}
