using System.Text;
using System.Text.Json;
using MimeKit;
using Notifications.Bench.References.Naive;

namespace Notifications.Bench.References.Floor;

/// <summary>What travels for an order, made once: only the ids in it change from one order to the next.</summary>
internal static class FloorBytes
{
    /// <summary>Of our outbox rows: as JSON.</summary>
    public static readonly string StoredHeaders = JsonSerializer.Serialize(Enumerable.Range(1, 7).ToDictionary(number => $"NServiceBus.OneOfTheHeaders{number}", _ => new string('v', 32)));

    /// <summary>Of our messages all headers together, as one.</summary>
    public static readonly Dictionary<string, object?> MessageHeaders = new() { ["headers"] = new byte[900] };

    private static readonly NaiveOrder Sample = NaiveOrder.Of(new NaiveRequest(
        "1234567", new NaiveCustomer("Ana Customer", "customer-1234567@bench.example"), "EUR", "en", [new NaiveItem("SKU-1", "Mug", 2, 10.50m), new NaiveItem("SKU-2", "Plate", 1, 4.25m)]));

    private static readonly byte[] Body = JsonSerializer.SerializeToUtf8Bytes(Sample);
    private static readonly int IdInBody = Body.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"{Sample.OrderId:D}"));

    /// <summary>A message's body, with the order's id in it.</summary>
    public static byte[] BodyOf(Guid order)
    {
        var body = Body.AsSpan().ToArray();
        order.TryFormat(body.AsSpan(IdInBody), out _);
        return body;
    }

    public static Guid OrderIn(ReadOnlySpan<byte> body) => Guid.Parse(body.Slice(IdInBody, 36));

    /// <summary>A mail as it goes over the wire, dots stuffed, without the final dot.</summary>
    /// <param name="ids">Where the delivery's id stands in it: 32 digits each.</param>
    public static byte[] Mail(out IReadOnlyList<int> ids)
    {
        using var message = NaiveMail.Render(Sample);
        message.Headers.Remove("X-Delivery-Id");
        message.Headers.Add("X-Delivery-Id", $"{Sample.DeliveryId:N}");
        message.Prepare(EncodingConstraint.SevenBit);
        using var written = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, written);
        var text = Encoding.Latin1.GetString(written.ToArray()).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        ids = [.. Places(text, $"{Sample.DeliveryId:N}")];
        return Encoding.Latin1.GetBytes(text);
    }

    private static IEnumerable<int> Places(string text, string sought)
    {
        for (var at = text.IndexOf(sought, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sought, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}
