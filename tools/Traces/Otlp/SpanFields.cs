using Google.Protobuf;

namespace Notifications.Traces.Otlp;

/// <summary>The message <c>Span</c> of opentelemetry-proto.</summary>
internal static class SpanFields
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    /// <exception cref="InvalidDataException">It has no id, or one of another length than ids have.</exception>
    public static Span Read(ByteString bytes, (string Service, string Instance) process, string source)
    {
        var (traceId, id, parent, name, text) = (ByteString.Empty, ByteString.Empty, ByteString.Empty, "", "");
        var (kind, status, start, end) = (SpanKind.Unspecified, SpanStatus.Unset, 0UL, 0UL);
        var attributes = new Dictionary<string, string>();
        var links = new List<SpanLink>();
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                traceId = input.ReadBytes();
            else if (field == Fields.Message(2))
                id = input.ReadBytes();
            else if (field == Fields.Message(4))
                parent = input.ReadBytes();
            else if (field == Fields.Message(5))
                name = input.ReadString();
            else if (field == Fields.Number(6))
                kind = (SpanKind)input.ReadEnum();
            else if (field == Fields.Eight(7))
                start = input.ReadFixed64();
            else if (field == Fields.Eight(8))
                end = input.ReadFixed64();
            else if (field == Fields.Message(9))
                Values.ReadAttribute(input.ReadBytes(), attributes);
            else if (field == Fields.Message(13))
                links.Add(ReadLink(input.ReadBytes()));
            else if (field == Fields.Message(15))
                (status, text) = ReadStatus(input.ReadBytes());
            else
                input.SkipLastField(); // events among them
        });
        return new Span(
            process.Service, process.Instance, source, Id(traceId, TraceIdBytes), Id(id, SpanIdBytes), parent.IsEmpty ? null : Id(parent, SpanIdBytes), name, kind, Time(start), Time(end))
        {
            Attributes = attributes,
            Links = links,
            Status = status,
            StatusText = text,
        };
    }

    private static SpanLink ReadLink(ByteString bytes)
    {
        var (traceId, id) = (ByteString.Empty, ByteString.Empty);
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                traceId = input.ReadBytes();
            else if (field == Fields.Message(2))
                id = input.ReadBytes();
            else
                input.SkipLastField();
        });
        return new SpanLink(Id(traceId, TraceIdBytes), Id(id, SpanIdBytes));
    }

    private static (SpanStatus Status, string Text) ReadStatus(ByteString bytes)
    {
        var (status, text) = (SpanStatus.Unset, "");
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(2))
                text = input.ReadString();
            else if (field == Fields.Number(3))
                status = (SpanStatus)input.ReadEnum();
            else
                input.SkipLastField();
        });
        return (status, text);
    }

    private static string Id(ByteString bytes, int length) => bytes.Length == length
        ? Convert.ToHexStringLower(bytes.Span)
        : throw new InvalidDataException($"An id of {bytes.Length} bytes: those of traces have {TraceIdBytes}, those of spans {SpanIdBytes}.");

    /// <param name="nanoseconds">Since 1970.</param>
    private static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));
}
