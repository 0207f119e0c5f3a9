using System.Globalization;
using Google.Protobuf;

namespace Notifications.Traces.Otlp;

/// <summary>Attributes: the messages <c>KeyValue</c> and <c>AnyValue</c> of opentelemetry-proto, as text.</summary>
internal static class Values
{
    /// <summary>Those of a <c>Resource</c>.</summary>
    public static void ReadAttributesOf(ByteString resource, Dictionary<string, string> into) => Fields.Read(resource, (field, input) =>
    {
        if (field == Fields.Message(1))
            ReadAttribute(input.ReadBytes(), into);
        else
            input.SkipLastField();
    });

    public static void ReadAttribute(ByteString bytes, Dictionary<string, string> into)
    {
        var (key, value) = ("", "");
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                key = input.ReadString();
            else if (field == Fields.Message(2))
                value = Read(input.ReadBytes(), mayBeList: true);
            else
                input.SkipLastField();
        });
        into[key] = value;
    }

    private static string Read(ByteString bytes, bool mayBeList)
    {
        var value = "";
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                value = input.ReadString();
            else if (field == Fields.Number(2))
                value = input.ReadBool() ? "true" : "false";
            else if (field == Fields.Number(3))
                value = input.ReadInt64().ToString(CultureInfo.InvariantCulture);
            else if (field == Fields.Eight(4))
                value = input.ReadDouble().ToString(CultureInfo.InvariantCulture);
            else if (field == Fields.Message(5) && mayBeList)
                value = ReadList(input.ReadBytes());
            else if (field == Fields.Message(7))
                value = Convert.ToHexStringLower(input.ReadBytes().Span);
            else
                value = NotReadIn(input);
        });
        return value;
    }

    private static string ReadList(ByteString bytes)
    {
        var items = new List<string>();
        Fields.Read(bytes, (field, input) =>
        {
            if (field == Fields.Message(1))
                items.Add(Read(input.ReadBytes(), mayBeList: false));
            else
                input.SkipLastField();
        });
        return string.Join(',', items);
    }

    /// <summary>A list in a list, or of pairs, is passed over: its depth would be the sender's to choose.</summary>
    private static string NotReadIn(CodedInputStream input)
    {
        input.SkipLastField();
        return "…";
    }
}
