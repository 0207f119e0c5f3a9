using Google.Protobuf;

namespace Notifications.Traces.Tests.Otlp;

/// <summary>Protobuf by hand: what an exporter would not send, and in orders that it would not choose.</summary>
internal static class Wire
{
    public static readonly byte[] TraceId = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];
    public static readonly byte[] SpanId = [.. Enumerable.Range(1, 8).Select(number => (byte)number)];

    public static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    /// <summary>A message, text or bytes.</summary>
    public static byte[] Field(int number, params byte[][] content) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(content)));
    });

    public static byte[] Field(int number, string text) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    });

    public static byte[] Number(int number, ulong value) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    });

    public static byte[] Eight(int number, ulong value) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Fixed64);
        output.WriteFixed64(value);
    });

    /// <summary>One span of a process that gives no name.</summary>
    public static byte[] Export(params byte[][] span) => Field(1, Field(2, Field(2, span)));

    /// <summary>The least that a span has.</summary>
    public static byte[] Ids(byte[]? traceId = null) => Message(Field(1, traceId ?? TraceId), Field(2, SpanId));

    /// <summary>An attribute of a span.</summary>
    public static byte[] Attribute(string key, byte[] value) => Field(9, Field(1, key), Field(2, value));

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        write(output);
        output.Flush();
        return stream.ToArray();
    }
}
