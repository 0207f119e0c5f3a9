namespace Notifications.Proof.Stage;

/// <summary>A scenario could not be played as it is written; the message is a sentence for whoever asked for it.</summary>
public sealed class StageException(string sentence) : Exception(sentence);
