using System.Text;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// Our password at a relay, as it travels, to take it out of what the relay says: some quote the command that they refuse, and their words are logged,
/// stored and shown to whoever asks for the order.
/// </summary>
internal sealed class LoginWords(string user, string password)
{
    /// <summary>Of PLAIN, of LOGIN, and as it is; the longest first.</summary>
    private readonly string[] _words = [Base64($"\0{user}\0{password}"), Base64(password), password];

    public bool AreIn(string text) => password != "" && _words.Any(word => text.Contains(word, StringComparison.Ordinal));

    public string Hide(string text) => _words.Aggregate(text, (hidden, word) => hidden.Replace(word, "***", StringComparison.Ordinal));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
