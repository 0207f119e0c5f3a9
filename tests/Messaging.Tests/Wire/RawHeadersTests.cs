using System.Buffers.Binary;
using System.Text;
using Notifications.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Headers = Notifications.Messaging.Wire.Headers;

namespace Notifications.Messaging.Tests.Wire;

/// <summary>Headers as bytes, as the client library would let nobody write them and has to read them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RawHeadersTests
{
    /// <summary>What is left of the broker's 128 KB frame.</summary>
    private const int Room = 130_000;

    /// <summary>The library reads them by calling itself, and ran out of stack at 22,770: not an exception, but the end of the process.</summary>
    [TestCase('A', "…")]
    [TestCase('F', "=…")]
    public async Task Bug_lists_in_lists_as_deep_as_a_frame_has_room_for_ended_the_process(char kind, string text)
    {
        byte[] opening = kind == 'F' ? [0, (byte)kind] : [(byte)kind];
        var level = opening.Length + sizeof(int);
        var nested = new byte[Room / level * level];
        for (var at = 0; at < nested.Length; at += level)
        {
            opening.CopyTo(nested, at);
            BinaryPrimitives.WriteInt32BigEndian(nested.AsSpan(at + opening.Length), nested.Length - at - level);
        }

        var message = await Task.Run(() => Receive(kind == 'F' ? nested : [.. Short("deep"u8), .. nested]));

        Assert.That(message.Headers.Values.Single(), Does.EndWith(text).And.Length.LessThan(100));
    }

    [Test]
    public void Bug_a_name_of_bytes_that_are_no_text_had_grown_too_long_and_could_never_be_passed_on()
    {
        var bytes = Enumerable.Repeat((byte)0xFF, 255).ToArray();
        var longest = Encoding.UTF8.GetBytes($"{new string('é', 127)}e");
        var message = Receive([.. Entry(bytes), .. Entry([]), .. Entry(longest)]);

        var copy = AmqpMapping.ToProperties(message, new Dictionary<string, string?>());

        Assert.That(message.Headers, Has.Count.EqualTo(3));
        Assert.That(copy.Headers!.Keys, Is.EquivalentTo(new[] { "", Encoding.UTF8.GetString(longest), Headers.MessageId }));
    }

    private static IncomingMessage Receive(byte[] table)
    {
        byte[] onlyHeaders = [0x20, 0x00, .. Length(table), .. table];
        return AmqpMapping.FromDelivery(new BasicDeliverEventArgs("consumer", 1, redelivered: false, "exchange", "", new ReadOnlyBasicProperties(onlyHeaders), ReadOnlyMemory<byte>.Empty));
    }

    private static byte[] Entry(ReadOnlySpan<byte> name) => [.. Short(name), (byte)'S', .. Length("v"u8), .. "v"u8];

    private static byte[] Short(ReadOnlySpan<byte> text) => [(byte)text.Length, .. text];

    private static byte[] Length(ReadOnlySpan<byte> bytes)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return length;
    }
}
