using System.Text;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Time.Testing;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

public sealed class SmtpConversationTests
{
    private static readonly RelaySettings Limits = new() { CommandTimeout = TimeSpan.FromSeconds(5), DataTimeout = TimeSpan.FromSeconds(15) };

    private const string Envelope = "MAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\n";

    [TestCase(Envelope, SmtpPhase.Envelope)]
    [TestCase(Envelope + "DATA", SmtpPhase.Envelope)]
    [TestCase(Envelope + "DATA\r\n", SmtpPhase.Data)]
    [TestCase("MAIL FROM:<DATA\r@b.test>\r\n", SmtpPhase.Envelope)]
    [TestCase("NOOP DATA\r\n", SmtpPhase.Envelope)]
    [TestCase(Envelope + "DATA\r\nSubject: hi\r\n\r\nhi\r\n", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\n..\r\n", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\na\r\n..\r\nb\r\n", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\na\n.\n", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\na\r\n.\r", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\na .\r\n", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\nDATA\r\nRSET\r\nQUIT\r\n", SmtpPhase.Data)]
    [TestCase(Envelope + "DATA\r\na\r\n.\r\n", SmtpPhase.FinalDot)]
    [TestCase(Envelope + "DATA\r\n.\r\n", SmtpPhase.FinalDot)]
    [TestCase(Envelope + "DATA\r\na\r\r\n.\r\n", SmtpPhase.FinalDot)]
    [TestCase(Envelope + "DATA\r\na\r\n.\r\nRSET\r\n", SmtpPhase.FinalDot)]
    public void The_phase_is_the_same_however_the_bytes_are_cut(string sent, SmtpPhase phase)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        foreach (var size in (int[])[1, 2, 3, 4, 5, 7, bytes.Length])
        {
            using var conversation = Started();
            for (var i = 0; i < bytes.Length; i += size)
                conversation.LogClient(bytes, i, Math.Min(size, bytes.Length - i));

            Assert.That(conversation.Phase, Is.EqualTo(phase), $"in pieces of {size}");
        }
    }

    [Test]
    public void A_complete_content_is_the_last_block_before_it_is_written()
    {
        using var conversation = Started();
        Send(conversation, Envelope + "DATA\r\n");

        conversation.Report(99, 100);
        Assert.That(conversation.Phase, Is.EqualTo(SmtpPhase.Data));
        conversation.Report(100, 100);
        Assert.That(conversation.Phase, Is.EqualTo(SmtpPhase.LastBlock));
        Send(conversation, "a\r\n.\r\n");
        Assert.That(conversation.Phase, Is.EqualTo(SmtpPhase.FinalDot));
    }

    [Test]
    public void A_new_mail_starts_over()
    {
        using var conversation = Started();
        Send(conversation, Envelope + "DATA\r\na\r\n.\r\n");

        conversation.StartMail();

        Assert.That(conversation.Phase, Is.EqualTo(SmtpPhase.Envelope));
    }

    [Test]
    public void Nothing_that_is_said_while_connecting_counts()
    {
        using var conversation = new SmtpConversation();
        conversation.StartConnect();
        Send(conversation, "DATA\r\na\r\n.\r\n");

        Assert.That(conversation.Phase, Is.EqualTo(SmtpPhase.Connect));
    }

    [TestCase("250 2.1.0 ok\r\n550 5.1.1 unknown\r\n", 550, "5.1.1")]
    [TestCase("250-2.1.0 ok\r\n250 2.1.5 ok\r\n", 250, "2.1.0")]
    [TestCase("550-5.7.1 go\r\n550 5.7.1 away\r\n", 550, "5.7.1")]
    [TestCase("550 no such user 5.1.1\r\n", 550, null)]
    [TestCase("550 2.0.0 contradiction\r\n", 550, null)]
    [TestCase("550 5.1\r\n", 550, null)]
    [TestCase("550 5.1111.1 x\r\n", 550, null)]
    [TestCase("550", 550, null)]
    [TestCase("", 550, null)]
    public void The_enhanced_status_is_found_in_the_reply_of_its_code(string replies, int code, string? status)
    {
        using var conversation = Started();
        Send(conversation, Envelope);
        var bytes = Encoding.UTF8.GetBytes(replies);
        conversation.LogServer(bytes, 0, bytes.Length);
        Send(conversation, "RSET\r\n");

        Assert.That(conversation.StatusOf(code)?.ToString(), Is.EqualTo(status));
    }

    [Test]
    public void A_reply_without_end_is_not_listened_to()
    {
        using var conversation = Started();
        var much = new byte[1_000_000];
        Send(conversation, Envelope);
        conversation.LogServer(much, 0, much.Length);
        Send(conversation, "DATA\r\n");
        conversation.LogServer(much, 0, much.Length);

        Assert.That(() => conversation.LogServer(much, 0, much.Length), Throws.InstanceOf<SmtpProtocolException>());
        Assert.That(conversation.StatusOf(550), Is.Null);
    }

    [Test]
    public void The_answer_to_DATA_is_waited_for_as_long_as_to_any_command()
    {
        var time = new FakeTimeProvider();
        using var deadline = new SendDeadline(Limits, time, CancellationToken.None);
        using var conversation = Started(deadline);
        Send(conversation, Envelope + "DATA\r\n");

        time.Advance(Limits.CommandTimeout);
        Assert.That(deadline.Token.IsCancellationRequested);
    }

    [Test]
    public void A_block_of_content_has_a_time_of_its_own()
    {
        var time = new FakeTimeProvider();
        using var deadline = new SendDeadline(Limits, time, CancellationToken.None);
        using var conversation = Started(deadline);
        Send(conversation, Envelope + "DATA\r\n");
        Send(conversation, "content");

        time.Advance(Limits.CommandTimeout);
        Assert.That(deadline.Token.IsCancellationRequested, Is.False);
        time.Advance(Limits.DataTimeout - Limits.CommandTimeout);
        Assert.That(deadline.Token.IsCancellationRequested);
    }

    [Test]
    public void After_a_no_to_the_final_dot_RSET_is_a_command_again()
    {
        var time = new FakeTimeProvider();
        using var deadline = new SendDeadline(Limits, time, CancellationToken.None);
        using var conversation = Started(deadline);
        Send(conversation, Envelope + "DATA\r\n");
        conversation.Report(1, 1);
        Send(conversation, "a\r\n.\r\n");

        time.Advance(Limits.FinalDotTimeout - TimeSpan.FromSeconds(1));
        Assert.That(deadline.Token.IsCancellationRequested, Is.False);
        Send(conversation, "RSET\r\n");
        time.Advance(Limits.CommandTimeout - TimeSpan.FromSeconds(1));
        Assert.That(deadline.Token.IsCancellationRequested, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(deadline.Token.IsCancellationRequested);
    }

    private static SmtpConversation Started(SendDeadline? deadline = null)
    {
        var conversation = new SmtpConversation();
        conversation.Serve(deadline);
        conversation.StartMail();
        return conversation;
    }

    private static void Send(SmtpConversation conversation, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        conversation.LogClient(bytes, 0, bytes.Length);
    }
}
