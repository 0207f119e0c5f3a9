using Google.Protobuf;

namespace Notifications.Traces.Otlp;

/// <summary>
/// Reads an <c>ExportTraceServiceRequest</c>: processes, their sources, the spans of each. The numbers are those of the fields in opentelemetry-proto,
/// trace v1. A field that we do not know, or that has another shape than there, is passed over, as protobuf wants it.
/// </summary>
public static class ExportRequest
{
    /// <returns>All spans, in their order.</returns>
    /// <exception cref="InvalidDataException">The bytes are no such request; the message says why.</exception>
    public static IReadOnlyList<Span> Read(byte[] bytes)
    {
        try
        {
            var spans = new List<Span>();
            Fields.Read(bytes, (field, input) =>
            {
                if (field == Fields.Message(1))
                    ReadProcess(input.ReadBytes(), spans);
                else
                    input.SkipLastField();
            });
            return spans;
        }
        catch (InvalidProtocolBufferException bad)
        {
            throw new InvalidDataException($"This is no export of spans: {bad.Message}", bad);
        }
    }

    /// <summary>ResourceSpans.</summary>
    private static void ReadProcess(ByteString bytes, List<Span> spans)
    {
        // A resource may stand behind its spans, and is needed for each of them.
        var attributes = new Dictionary<string, string>();
        var sources = new List<ByteString>();
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                Values.ReadAttributesOf(input.ReadBytes(), attributes);
            else if (field == Fields.Message(2))
                sources.Add(input.ReadBytes());
            else
                input.SkipLastField();
        });
        var process = (attributes.GetValueOrDefault("service.name", ""), attributes.GetValueOrDefault("service.instance.id", ""));
        foreach (var source in sources)
            ReadSource(source, process, spans);
    }

    /// <summary>ScopeSpans.</summary>
    private static void ReadSource(ByteString bytes, (string Service, string Instance) process, List<Span> spans)
    {
        var name = "";
        var own = new List<ByteString>();
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                name = ReadSourceName(input.ReadBytes());
            else if (field == Fields.Message(2))
                own.Add(input.ReadBytes());
            else
                input.SkipLastField();
        });
        spans.AddRange(own.Select(span => SpanFields.Read(span, process, name)));
    }

    /// <summary>InstrumentationScope.</summary>
    private static string ReadSourceName(ByteString bytes)
    {
        var name = "";
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                name = input.ReadString();
            else
                input.SkipLastField();
        });
        return name;
    }
}
