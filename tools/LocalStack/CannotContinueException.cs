namespace Notifications.LocalStack;

/// <summary>Ends the command with a sentence for the person at the terminal: what is wrong, its value, what to do.</summary>
public sealed class CannotContinueException(string sentence) : Exception(sentence);
