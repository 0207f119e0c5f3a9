using System.Reflection;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

/// <summary>What a further kind or language must bring along.</summary>
public sealed class MailTemplatesTests
{
    [Test]
    public void Every_kind_has_its_template() =>
        Assert.That(
            MailTemplates.All.Select(template => template.Kind),
            Is.EquivalentTo(typeof(NotificationKind).GetFields(BindingFlags.Public | BindingFlags.Static).Select(kind => kind.GetRawConstantValue())));

    [Test]
    public void Every_template_file_belongs_to_a_kind() =>
        Assert.That(
            typeof(MailTemplates).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".liquid", StringComparison.Ordinal)),
            Is.EquivalentTo(MailTemplates.All.SelectMany(template => new[] { "html", "text" }
                .Select(part => $"{typeof(MailTemplates).Namespace}.Templates.{template.Kind}.{part}.liquid"))));

    [Test]
    public void Every_kind_has_a_golden_mail_in_every_language()
    {
        var golden = Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Rendering", "Golden")).Select(Path.GetFileName);
        var expected = MailTemplates.All.SelectMany(template => Enum.GetValues<MailLocale>().Select(locale => $"{template.Kind}.{Wording.In(locale).Tag}.eml"));
        Assert.That(golden, Is.EquivalentTo(expected));
    }

    [Test]
    public void Every_language_has_a_tag_that_leads_to_it_and_a_way_to_write_amounts([Values] MailLocale locale)
    {
        Assert.That(MailLocales.For(Wording.In(locale).Tag), Is.EqualTo(locale));
        Assert.That(Money.Format(1, "USD", locale), Does.Contain("1"));
    }
}
