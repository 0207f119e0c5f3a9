using System.Buffers;
using System.Text;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>
/// One search, whatever the case. As in MailHog, the content is searched as it travelled; and, because people search for what they
/// read, so is the subject as they read it.
/// </summary>
internal sealed class MessageSearch(string query)
{
    private readonly SearchValues<string> _query = SearchValues.Create([query], StringComparison.OrdinalIgnoreCase);

    // One for the whole search: a string of each message would be garbage the size of the inbox.
    private char[] _text = new char[64 << 10];

    /// <returns>Newest first.</returns>
    public static IReadOnlyList<CaughtMessage> Run(Inbox inbox, string query, Func<MessageSearch, Func<CaughtMessage, bool>> kind) =>
        [.. inbox.Messages.Reverse().Where(kind(new MessageSearch(query)))];

    public bool InSender(CaughtMessage message) => message.From.AsSpan().ContainsAny(_query);

    public bool InRecipients(CaughtMessage message) => message.To.Any(to => to.AsSpan().ContainsAny(_query));

    public bool InContent(CaughtMessage message)
    {
        if (_text.Length < message.Raw.Length)
            _text = new char[message.Raw.Length];

        var length = Encoding.UTF8.GetChars(message.Raw.Span, _text);
        return _text.AsSpan(0, length).ContainsAny(_query) || MessageList.SubjectOf(message).AsSpan().ContainsAny(_query);
    }

    public bool Anywhere(CaughtMessage message) => InSender(message) || InRecipients(message) || InContent(message);
}
