namespace Notifications.MailPreview;

/// <summary>Ends the command with a sentence for the person at the terminal: what is wrong, its value, what to do.</summary>
internal sealed class CannotPreviewException(string sentence) : Exception(sentence);
