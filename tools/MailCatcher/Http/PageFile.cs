namespace Notifications.MailCatcher.Http;

/// <summary>The files of the page, carried in the assembly so that the tool is one directory wherever it is run.</summary>
internal static class PageFile
{
    public static IResult Serve(string name, string type) =>
        Results.Stream(typeof(PageFile).Assembly.GetManifestResourceStream(name)!, $"{type}; charset=utf-8");
}
