using System.Text;
using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

/// <summary>docs/e-mails.md says what is so.</summary>
public sealed partial class EmailsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "e-mails.md"));

    [Test]
    public void It_names_every_kind() =>
        Assert.That(Rows("Kinds").Select(row => row.First), Is.EqualTo(MailTemplates.All.Select(template => template.Kind)));

    [Test]
    public void It_names_every_language_and_what_leads_to_it()
    {
        Assert.That(Rows("Languages").Select(row => row.First), Is.EqualTo(Enum.GetValues<MailLocale>().Select(locale => Wording.In(locale).Tag)));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (language, others) in Rows("Languages"))
            {
                foreach (var tag in Code().Matches(others).Select(code => code.Groups["text"].Value))
                    Assert.That(Wording.In(MailLocales.For(tag == "null" ? null : tag)).Tag, Is.EqualTo(language), tag);
            }
        }
    }

    [Test]
    public void It_names_every_header_in_the_order_of_the_mail()
    {
        var header = Encoding.ASCII.GetString(SampleOrder.Bytes(SampleOrder.Command)).Split("\n\n")[0];
        Assert.That(Rows("Headers").Select(row => row.First), Is.EqualTo(Field().Matches(header).Select(field => field.Groups["name"].Value)));
    }

    /// <summary>The first column of a section's table without its code marks, and the rest of each row.</summary>
    private static IEnumerable<(string First, string Others)> Rows(string section) =>
        Row().Matches(Page.Split($"\n## {section}\n")[1].Split("\n## ")[0]).Select(row => (row.Groups["first"].Value, row.Groups["others"].Value));

    [GeneratedRegex(@"^\| `(?<first>[^`]+)` \|(?<others>.*)$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?<name>[^\s:]+):", RegexOptions.Multiline)]
    private static partial Regex Field();
}
