using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

public sealed class LocaleTests
{
    [TestCase(null, MailLocale.En)]
    [TestCase("", MailLocale.En)]
    [TestCase("en-GB", MailLocale.En)]
    [TestCase("pt", MailLocale.PtBr)]
    [TestCase("pt-BR", MailLocale.PtBr)]
    [TestCase("PT-pt", MailLocale.PtBr)]
    [TestCase("pt_BR", MailLocale.PtBr)]
    [TestCase("ptx", MailLocale.En)]
    [TestCase("de", MailLocale.En)]
    public void A_tag_chooses_the_language(string? tag, MailLocale locale) => Assert.That(MailLocales.For(tag), Is.EqualTo(locale));

    [TestCase("1234.5", "USD", MailLocale.En, "$1,234.50")]
    [TestCase("1234567.891", "EUR", MailLocale.En, "€1,234,567.89")]
    [TestCase("0", "GBP", MailLocale.En, "£0.00")]
    [TestCase("1234.50", "JPY", MailLocale.En, "¥1,235")]
    [TestCase("1.5", "KWD", MailLocale.En, "KWD\u00A01.500")]
    [TestCase("1.005", "USD", MailLocale.En, "$1.01")]
    [TestCase("12", "CHF", MailLocale.En, "CHF\u00A012.00")]
    [TestCase("12", "BRL", MailLocale.En, "R$12.00")]
    [TestCase("-12", "USD", MailLocale.En, "-$12.00")]
    [TestCase("12", "QQQ", MailLocale.En, "QQQ\u00A012.00")]
    [TestCase("1234.5", "BRL", MailLocale.PtBr, "R$\u00A01.234,50")]
    [TestCase("1234.5", "USD", MailLocale.PtBr, "US$\u00A01.234,50")]
    [TestCase("1234.5", "EUR", MailLocale.PtBr, "€\u00A01.234,50")]
    [TestCase("1234", "JPY", MailLocale.PtBr, "JP¥\u00A01.234")]
    [TestCase("12", "CHF", MailLocale.PtBr, "CHF\u00A012,00")]
    public void An_amount_reads_as_people_write_it(string amount, string currency, MailLocale locale, string text) =>
        Assert.That(Money.Format(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency, locale), Is.EqualTo(text));

    [TestCase("2026-01-31T23:59:59Z", MailLocale.En, "31 January 2026, 23:59\u00A0UTC")]
    [TestCase("2026-12-01T00:05:00Z", MailLocale.En, "1 December 2026, 00:05\u00A0UTC")]
    [TestCase("2026-03-01T09:00:00Z", MailLocale.PtBr, "1º de março de 2026, 09:00\u00A0UTC")]
    [TestCase("2026-12-25T18:30:00Z", MailLocale.PtBr, "25 de dezembro de 2026, 18:30\u00A0UTC")]
    public void A_date_reads_as_people_write_it(string at, MailLocale locale, string text) =>
        Assert.That(Wording.In(locale).Date(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(text));

    [TestCase("a\r\nb", "a b")]
    [TestCase("  a \t\0 b  ", "a b")]
    [TestCase("a\u202Eb\u2066c", "abc")]
    [TestCase("👩\u200D👧", "👩\u200D👧")]
    [TestCase("abcdefghijk", "abcdefghi…")]
    [TestCase("abcdefghe\u0301k", "abcdefgh…")]
    public void Text_from_outside_becomes_one_line(string text, string line) => Assert.That(PlainText.Line(text, 10), Is.EqualTo(line));

    [TestCase("ab cd", 5, "ab cd")]
    [TestCase("ab cd ef", 5, "ab cd|ef")]
    [TestCase("abcdefgh ij", 5, "abcde|fgh|ij")]
    [TestCase("商品名称", 5, "商品|名称")]
    public void Text_is_wrapped_at_its_width(string text, int columns, string lines) =>
        Assert.That(string.Join('|', TextLayout.Wrap(text, columns)), Is.EqualTo(lines));
}
