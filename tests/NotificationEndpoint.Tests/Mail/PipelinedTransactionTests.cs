using MailKit.Net.Smtp;
using Notifications.NotificationEndpoint.Mail;
using static Notifications.NotificationEndpoint.Tests.Mail.RelayFixture;

namespace Notifications.NotificationEndpoint.Tests.Mail;

public sealed class PipelinedTransactionTests
{
    /// <summary>The system takes a write piece by piece and tells of an error, not of how many pieces it had.</summary>
    [TestCase(false, SmtpPhase.LastBlock)]
    [TestCase(true, SmtpPhase.FinalDot)]
    public async Task A_write_that_fails_may_have_taken_the_dot_if_there_was_something_behind_it(bool anotherWaits, SmtpPhase expected)
    {
        using var first = new Outgoing(AMail("1"), Settings(25), TimeProvider.System, null, CancellationToken.None);
        using var second = new Outgoing(AMail("2"), Settings(25), TimeProvider.System, null, CancellationToken.None);
        using var conversation = new SmtpConversation();
        await using var broken = new BreaksAtTheContent();
        var transaction = new PipelinedTransaction(broken, SmtpCapabilities.Pipelining, conversation);
        conversation.Serve(first.Deadline);
        conversation.StartMail();

        await Assert.ThatAsync(() => transaction.SendAsync(first, () => anotherWaits ? second : null), Throws.InstanceOf<IOException>());

        Assert.That((conversation.Phase, transaction.Ahead == second, transaction.IsIntact), Is.EqualTo((expected, anotherWaits, false)));
    }

    /// <summary>Takes the commands, answers them, and breaks with the next write.</summary>
    private sealed class BreaksAtTheContent : MemoryStream
    {
        private bool _hasCommands;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasCommands)
                throw new IOException("Connection reset by peer");
            _hasCommands = true;
            return ValueTask.CompletedTask;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            "250 ok\r\n250 ok\r\n354 go\r\n"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(24);
        }
    }
}
