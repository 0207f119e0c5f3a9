namespace Notifications.Bench.Stage;

/// <summary>Something could not be measured; the message is a sentence for whoever asked for it.</summary>
public sealed class BenchException(string sentence) : Exception(sentence);
