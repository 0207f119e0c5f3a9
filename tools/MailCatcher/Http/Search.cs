using System.Text;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Http;

/// <summary>
/// Finds messages, whatever the case. As in MailHog, "containing" looks at the source; and, because people search for what they read,
/// at the subject as they read it.
/// </summary>
internal static class Search
{
    /// <returns>Newest first.</returns>
    public static IReadOnlyList<CaughtMessage> Run(Inbox inbox, string kind, string query)
    {
        var all = inbox.Messages;
        var buffer = new char[256];
        return
        [
            .. all.Reverse().Where(message => kind switch
            {
                "from" => Has(message.From, query),
                "to" => message.To.Any(to => Has(to, query)),
                _ => InSource(message, query, ref buffer) || Has(MessageList.SubjectOf(message), query),
            }),
        ];
    }

    /// <summary>For the page's one search box: anywhere.</summary>
    public static IReadOnlyList<CaughtMessage> Anywhere(Inbox inbox, string query)
    {
        var buffer = new char[256];
        return
        [
            .. inbox.Messages.Reverse().Where(message =>
                Has(message.From, query) || message.To.Any(to => Has(to, query))
                || InSource(message, query, ref buffer) || Has(MessageList.SubjectOf(message), query)),
        ];
    }

    private static bool Has(string text, string query) => text.Contains(query, StringComparison.OrdinalIgnoreCase);

    // One buffer for the whole search: a string of each message would be garbage the size of the inbox.
    private static bool InSource(CaughtMessage message, string query, ref char[] buffer)
    {
        if (buffer.Length < message.Raw.Length)
            buffer = new char[message.Raw.Length * 2];

        var length = Encoding.UTF8.GetChars(message.Raw.Span, buffer);
        return buffer.AsSpan(0, length).Contains(query, StringComparison.OrdinalIgnoreCase);
    }
}
