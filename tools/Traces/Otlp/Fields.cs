using Google.Protobuf;

namespace Notifications.Traces.Otlp;

/// <summary>The fields of one protobuf message, one after the other.</summary>
internal static class Fields
{
    /// <summary>The tag of a field that has a length: a message, text or bytes.</summary>
    public static uint Message(int number) => WireFormat.MakeTag(number, WireFormat.WireType.LengthDelimited);

    /// <summary>The tag of a whole number, an enum or a bool.</summary>
    public static uint Number(int number) => WireFormat.MakeTag(number, WireFormat.WireType.Varint);

    /// <summary>The tag of a time or a double.</summary>
    public static uint Eight(int number) => WireFormat.MakeTag(number, WireFormat.WireType.Fixed64);

    /// <param name="bytes">Of the message.</param>
    /// <param name="take">Gets each tag, and has to read its value or to pass over it.</param>
    /// <exception cref="InvalidProtocolBufferException">They are cut off, or are none.</exception>
    public static void Read(ByteString bytes, Action<uint, CodedInputStream> take) => Read(bytes.CreateCodedInput(), take);

    /// <inheritdoc cref="Read(ByteString, Action{uint, CodedInputStream})"/>
    public static void Read(byte[] bytes, Action<uint, CodedInputStream> take) => Read(new CodedInputStream(bytes), take);

    private static void Read(CodedInputStream input, Action<uint, CodedInputStream> take)
    {
        while (input.ReadTag() is var tag and not 0)
            take(tag, input);
    }
}
