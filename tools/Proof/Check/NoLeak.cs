using System.Buffers;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>An e-mail goes to the one who ordered, says so, and has only the headers that an e-mail of ours has: nothing in an order can add a recipient or a header.</summary>
internal static class NoLeak
{
    public const string Name = "no leak";

    private static readonly SearchValues<char> NotInName = SearchValues.Create("<>,;@\"");

    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Message-Id", "Date", "Subject", "From", "To", "Auto-Submitted", "X-Delivery-Id", "MIME-Version", "Content-Type",
    };

    public static Finding Check(Stories stories)
    {
        var tally = new Tally(Name);
        foreach (var mail in stories.Evidence.Mail.Where(mail => mail.Taken))
            tally.Add(Flaw(mail, stories));
        return tally.Find();
    }

    private static string? Flaw(MailLine mail, Stories stories)
    {
        if (mail.Recipients is not [var recipient])
            return $"an e-mail went to {string.Join(" and ", mail.Recipients)}";
        if (stories.Find(recipient) is not { Requests.Count: > 0 })
            return $"nobody asked for an e-mail to {recipient}";
        if (mail.Addressed is not [var to] || !Address(to).Equals(recipient, StringComparison.OrdinalIgnoreCase))
            return $"an e-mail to {recipient} says that it is to {string.Join(" and ", mail.Addressed)}";
        if (mail.Headers.FirstOrDefault(name => !Ours.Contains(name)) is { } foreign)
            return $"an e-mail to {recipient} has the header {foreign}";
        return mail.Headers.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(name => name.Skip(1).Any()) is { } twice
            ? $"an e-mail to {recipient} has the header {twice.Key} twice"
            : null;
    }

    // Either the bare address or one display name, quoted or not, before the address in brackets. Two addresses are neither.
    private static string Address(string to)
    {
        var open = to.LastIndexOf('<');
        return open >= 0 && to.EndsWith('>') && IsOneName(to[..open].Trim()) ? to[(open + 1)..^1] : to;
    }

    private static bool IsOneName(string name)
    {
        if (name is not ['"', .. var inner, '"'])
            return !name.AsSpan().ContainsAny(NotInName);
        var unescaped = inner.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal);
        return !unescaped.Contains('"');
    }
}
