using System.Text;
using Notifications.Bench.Load;

namespace Notifications.Bench.Tests.Load;

public sealed class AnswerTests
{
    private const string Id = "0199c2a4-7c00-7000-8000-0123456789ab";
    private static readonly string Body = $$"""{"order_id":"{{Id}}","status":"accepted","total":80.90,"currency":"BRL","accepted_at":"2026-11-26T12:00:00Z"}""";

    private static readonly string WithLength = $"HTTP/1.1 202 Accepted\r\nContent-Length: {Body.Length}\r\nContent-Type: application/json\r\nLocation: /orders/{Id}\r\n\r\n{Body}";
    private static readonly string InChunks = $"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Body.Length:X}\r\n{Body}\r\n0\r\n\r\n";

    [Test]
    public void An_accepted_order_is_known_by_its_id_however_the_body_is_sent([Values] bool chunked)
    {
        var whole = Encoding.ASCII.GetBytes(chunked ? InChunks : WithLength);

        for (var length = 0; length < whole.Length; length++)
            Assert.That(Answer.TryRead(whole.AsSpan(0, length), out _), Is.False, $"after {length} of {whole.Length} bytes");
        Assert.That(Answer.TryRead(whole, out var answer), Is.True);
        Assert.That(answer, Is.EqualTo(new Answer(202, Guid.Parse(Id))));
    }

    [Test]
    public void A_refusal_has_no_order()
    {
        Assert.That(Answer.TryRead("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n"u8, out var answer), Is.True);
        Assert.That(answer, Is.EqualTo(new Answer(503, Guid.Empty)));
    }

    [Test]
    public void What_is_no_answer_is_said_aloud() =>
        Assert.That(() => Answer.TryRead("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8, out _), Throws.TypeOf<InvalidDataException>());
}
