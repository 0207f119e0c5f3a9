using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Notifications.MailPreview;

/// <summary>The page over all previews: each as on a phone, as on a desktop, and as text.</summary>
internal static class IndexPage
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(IReadOnlyList<Preview> previews) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>E-mails</title>
        <style>
        body { margin: 24px; font: 15px/1.5 sans-serif; color: #1f2933; background: #fff }
        section { margin: 40px 0; border-top: 1px solid #c8d0d8 }
        h2 { margin-bottom: 0 }
        .views { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start }
        figure { margin: 0 }
        iframe, pre { border: 1px solid #c8d0d8 }
        iframe { height: 720px; resize: vertical }
        pre { width: 72ch; margin: 0; padding: 12px 2ch; font: 13px/1.4 monospace; overflow-x: auto }
        </style>
        </head>
        <body>
        <h1>E-mails</h1>
        <ul>
        {{Joined(previews, preview => $"<li><a href=\"#{Encode(preview.Name)}\">{Encode(preview.Name)}</a></li>")}}
        </ul>
        {{Joined(previews, SectionOf)}}
        </body>
        </html>

        """;

    /// <summary>A frame with an empty sandbox runs no script and opens nothing.</summary>
    private static string SectionOf(Preview preview)
    {
        var name = Encode(preview.Name);
        return $"""
            <section id="{name}">
            <h2>{Encode(preview.Mail.Subject!)}</h2>
            <p>{Encode(preview.Kind)}, {Encode(preview.Locale)}, {Encode(preview.Sample.Name)}: {Encode(preview.Sample.About)}
            <a href="{name}.html">HTML</a> <a href="{name}.txt">text</a> <a href="{name}.eml">mail</a></p>
            <div class="views">
            <figure><figcaption>Phone, 375 px</figcaption><iframe sandbox loading="lazy" title="{name} on a phone" width="375" src="{name}.html"></iframe></figure>
            <figure><figcaption>Desktop, 800 px</figcaption><iframe sandbox loading="lazy" title="{name} on a desktop" width="800" src="{name}.html"></iframe></figure>
            <figure><figcaption>Text</figcaption><pre>{Encode(preview.Mail.TextBody!.ReplaceLineEndings("\n"))}</pre></figure>
            </div>
            </section>
            """;
    }

    private static string Joined(IEnumerable<Preview> previews, Func<Preview, string> show) => string.Join('\n', previews.Select(show));

    private static string Encode(string text) => Html.Encode(text).Replace("&#xA;", "\n", StringComparison.Ordinal);
}
