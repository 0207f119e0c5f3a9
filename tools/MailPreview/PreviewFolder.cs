using System.Text;
using MimeKit;

namespace Notifications.MailPreview;

/// <summary>The files of the previews, and the page that shows them.</summary>
internal static class PreviewFolder
{
    private static readonly FormatOptions OnTheWire = new() { NewLineFormat = NewLineFormat.Dos };

    /// <returns>The page.</returns>
    public static string Write(string folder, IReadOnlyList<Preview> previews)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var preview in previews)
            {
                var file = Path.Combine(folder, preview.Name);
                using var eml = File.Create($"{file}.eml");
                preview.Mail.WriteTo(OnTheWire, eml);
                WriteText($"{file}.html", preview.Mail.HtmlBody!);
                WriteText($"{file}.txt", preview.Mail.TextBody!);
            }

            var index = Path.GetFullPath(Path.Combine(folder, "index.html"));
            WriteText(index, IndexPage.Of(previews));
            return index;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotPreviewException($"<folder> is '{folder}': it cannot be written ({failure.Message}) Give a folder of your own.");
        }
    }

    private static void WriteText(string file, string text) => File.WriteAllText(file, text.ReplaceLineEndings("\n"), new UTF8Encoding(false));
}
