namespace Notifications.MailPreview;

// Not top-level statements: their global class "Program" would collide with that of the notification endpoint.
internal static class Program
{
    /// <returns>0 when the previews are written, 1 when the order or the folder cannot be used, 2 for wrong arguments.</returns>
    internal static int Main(string[] args)
    {
        var commandLine = CommandLine.Read(args);
        if (commandLine.Problem is { } problem)
            return Say(Console.Error, problem, 2);
        if (commandLine.Wish is not { } wish)
            return Say(Console.Out, CommandLine.Help, 0);

        try
        {
            var previews = Preview.Of(wish);
            var index = PreviewFolder.Write(wish.Folder, previews);
            return Say(Console.Out, $"E-mails written: {previews.Count}. Look at {index}", 0);
        }
        catch (CannotPreviewException e)
        {
            return Say(Console.Error, e.Message, 1);
        }
    }

    private static int Say(TextWriter to, string text, int exitCode)
    {
        to.WriteLine(text);
        return exitCode;
    }
}
