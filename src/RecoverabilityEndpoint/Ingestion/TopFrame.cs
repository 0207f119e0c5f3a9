namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>Where an exception was thrown, without what changes from build to build: file and line.</summary>
internal static class TopFrame
{
    private const string At = "at ";
    private const string InFile = " in ";

    /// <param name="stackTrace">An exception as text: type and message, perhaps of several lines, then a frame a line.</param>
    /// <returns>For example <c>Shop.Handler.Handle(Order order)</c>; null when it was never thrown.</returns>
    public static string? Of(string stackTrace)
    {
        foreach (var line in stackTrace.AsSpan().EnumerateLines())
        {
            var text = line.TrimStart();
            if (text.Length == line.Length || !text.StartsWith(At, StringComparison.Ordinal))
                continue;
            var method = text[At.Length..];
            var parameters = method.IndexOf('(');
            if (parameters <= 0 || method[..parameters].Contains(' '))
                continue; // a sentence, not a method
            var file = method.IndexOf(InFile, StringComparison.Ordinal);
            return (file < 0 ? method : method[..file]).TrimEnd().ToString();
        }

        return null;
    }
}
