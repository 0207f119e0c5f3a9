using MailKit.Net.Smtp;
using MimeKit;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>MailKit's client for mails that are rendered already: it need not look at them, measure them or write them piece by piece.</summary>
internal sealed class RenderedClient(SmtpConversation conversation) : SmtpClient(conversation)
{
    /// <returns>What the relay said to the final dot.</returns>
    public Task<string> SendAsync(RenderedMail mail, CancellationToken cancellation) =>
        SendAsync(FormatOptions.Default, new Message(mail.Content), mail.Sender, [mail.Recipient], cancellation, conversation);

    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
        // It is.
    }

    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult((long)((Message)message).Size);

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => conversation.Accepted();

    /// <summary>
    /// The bytes as MailKit wants them. It writes the header field by field and the body as it writes itself: so all the fields are the value of the
    /// first one, which nobody parses, and the body is one that has no header and writes what is left.
    /// </summary>
    private sealed class Message : MimeMessage
    {
        public Message(ReadOnlyMemory<byte> content)
            : base((IEnumerable<Header>)[])
        {
            var (colon, end) = (content.Span.IndexOf((byte)':'), content.Span.IndexOf("\r\n\r\n"u8) + 2);
            var fields = new Header(System.Text.Encoding.ASCII.GetString(content.Span[..colon]), "");
            fields.SetRawValue(content[(colon + 1)..end].ToArray());
            Headers.Clear();
            Headers.Add(fields);
            Body = new Body(content[(end + 2)..]);
            Size = content.Length;
        }

        public int Size { get; }
    }

    private sealed class Body : MimePart
    {
        private readonly ReadOnlyMemory<byte> _content;

        public Body(ReadOnlyMemory<byte> content)
        {
            _content = content;
            Headers.Clear();
        }

        public override Task WriteToAsync(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
            stream.WriteAsync(_content, cancellationToken).AsTask();

        public override void WriteTo(FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default) =>
            stream.Write(_content.Span);
    }
}
