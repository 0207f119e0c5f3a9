using System.Text;
using Notifications.Bench.Sink;

namespace Notifications.Bench.Tests.Sink;

public sealed class SmtpDialogueTests
{
    private const string Id = "0199c2a47c0070008000012345678901";
    private const string Other = "0199c2a47c0070008000012345678902";

    private static readonly string Mail = $"From: Shop <orders@shop.example>\r\nMessage-Id: <{Id}@shop.example>\r\nSubject: Pedido\r\n\r\n..leading dot\r\n.\r\n";
    private static readonly string Chained =
        $"EHLO shop\r\nMAIL FROM:<orders@shop.example> SIZE=300\r\nRCPT TO:<ana@example.test>\r\nDATA\r\n{Mail}MAIL FROM:<orders@shop.example>\r\nRCPT TO:<rui@example.test>\r\nDATA\r\nMessage-ID: <{Other}@shop.example>\r\n\r\nBody\r\n.\r\nQUIT\r\n";

    private readonly List<Guid> _accepted = [];
    private readonly ReplyBuffer _replies = new();
    private SmtpDialogue _dialogue = null!;

    [SetUp]
    public void Begin() => _dialogue = new SmtpDialogue(_accepted.Add, command => command == "XCOUNT" ? "250 7\r\n" : null);

    [Test]
    public void Two_mails_chained_in_one_packet_have_a_reply_to_every_command_in_order()
    {
        Say(Chained);

        Assert.That(CodesOf(Replies), Is.EqualTo(new[] { "250", "250", "250", "354", "250", "250", "250", "354", "250", "221" }));
        Assert.That(_accepted, Is.EqualTo(new[] { Guid.Parse(Id), Guid.Parse(Other) }));
        Assert.That(_dialogue.IsOver, Is.True);
    }

    [Test]
    public void Cut_anywhere_it_is_the_same_conversation()
    {
        Say(Chained);
        var (replies, accepted) = (Replies, _accepted.ToArray());
        for (var cut = 1; cut < Chained.Length; cut++)
        {
            _accepted.Clear();
            _replies.Clear();
            Begin();
            Say(Chained[..cut]);
            Say(Chained[cut..]);
            Assert.That((Replies, _accepted), Is.EqualTo((replies, accepted)), $"cut after {cut} bytes");
        }
    }

    [Test]
    public void Byte_by_byte_it_is_the_same_conversation()
    {
        foreach (var one in Chained)
            Say($"{one}");

        Assert.That(_accepted, Has.Count.EqualTo(2));
        Assert.That(CodesOf(Replies), Has.Length.EqualTo(10));
    }

    [Test]
    public void A_mail_longer_than_the_buffer_is_taken_whole()
    {
        Say("DATA\r\n");
        Say($"Message-ID: <{Id}@shop.example>\r\n\r\n");
        for (var line = 0; line < 1_000; line++)
            Say($"{new string('x', 200)}\r\n");
        Say(".\r\n");

        Assert.That(_accepted, Is.EqualTo(new[] { Guid.Parse(Id) }));
    }

    [Test]
    public void A_mail_without_an_id_counts_with_an_empty_one([Values("DATA\r\n.\r\n", "DATA\r\nSubject: x\r\n\r\nMessage-ID: <0199c2a47c0070008000012345678901@shop>\r\n.\r\n")] string mail)
    {
        Say(mail);

        Assert.That(_accepted, Is.EqualTo(new[] { Guid.Empty }));
    }

    [Test]
    public void It_announces_that_commands_may_come_many_at_a_time()
    {
        Say("EHLO shop\r\n");

        Assert.That(Replies, Does.Contain("250-PIPELINING\r\n").And.Contain("8BITMIME").And.Contain("SMTPUTF8").And.Contain("SIZE").And.Contain("ENHANCEDSTATUSCODES"));
    }

    [Test]
    public void The_bench_asks_over_the_same_connection_and_others_are_told_that_there_is_no_such_command()
    {
        Say("XCOUNT\r\nXWRITE\r\nVRFY ana\r\n");

        Assert.That(CodesOf(Replies), Is.EqualTo(new[] { "250", "502", "502" }));
        Assert.That(Replies, Does.StartWith("250 7\r\n"));
    }

    private string Replies => Encoding.ASCII.GetString(_replies.Written);

    private void Say(string text)
    {
        for (var bytes = Encoding.ASCII.GetBytes(text).AsSpan(); bytes.Length > 0;)
        {
            var count = Math.Min(bytes.Length, _dialogue.Room.Length);
            bytes[..count].CopyTo(_dialogue.Room);
            _dialogue.Take(count, _replies);
            bytes = bytes[count..];
        }
    }

    private static string[] CodesOf(string replies) => [.. replies.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line[3] == ' ').Select(line => line[..3])];
}
