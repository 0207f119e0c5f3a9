using System.Globalization;
using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>
/// Amounts as people of a locale read them, from our own tables: the bytes of an e-mail must not depend on a machine's ICU.
/// </summary>
public static class Money
{
    private const string NoBreakSpace = "\u00A0";

    /// <summary>Signs that nobody mistakes; every other currency shows its code.</summary>
    private static readonly Dictionary<string, string> English = new(StringComparer.Ordinal)
    {
        ["USD"] = "$",
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["JPY"] = "¥",
        ["BRL"] = "R$",
        ["CAD"] = "CA$",
        ["AUD"] = "A$",
        ["NZD"] = "NZ$",
        ["MXN"] = "MX$",
        ["HKD"] = "HK$",
        ["CNY"] = "CN¥",
        ["INR"] = "₹",
        ["KRW"] = "₩",
        ["ILS"] = "₪",
        ["VND"] = "₫",
        ["PHP"] = "₱",
    };

    private static readonly Dictionary<string, string> Brazilian = new(English, StringComparer.Ordinal)
    {
        ["USD"] = "US$",
        ["AUD"] = "AU$",
        ["JPY"] = "JP¥",
    };

    private static readonly Style EnglishStyle = new(English, AfterSign: "", Separators(group: ",", point: "."));
    private static readonly Style BrazilianStyle = new(Brazilian, AfterSign: NoBreakSpace, Separators(group: ".", point: ","));

    /// <summary>
    /// <c>$1,234.50</c>, <c>CHF 1,234.50</c>; in pt-BR <c>R$ 1.234,50</c>. As many decimals as the currency has, however the number was
    /// written; a finer amount is rounded half away from zero.
    /// </summary>
    public static string Format(decimal amount, string currency, MailLocale locale)
    {
        var style = In(locale);
        var unit = style.Signs.TryGetValue(currency, out var sign) ? sign + style.AfterSign : currency + NoBreakSpace;
        return $"{(amount < 0 ? "-" : "")}{unit}{Math.Abs(amount).ToString(DecimalsFormat(currency), style.Number)}";
    }

    private static Style In(MailLocale locale) => locale switch
    {
        MailLocale.En => EnglishStyle,
        MailLocale.PtBr => BrazilianStyle,
        _ => throw new ArgumentOutOfRangeException(nameof(locale), locale, "A language without a way to write amounts."),
    };

    /// <summary>A currency this version does not know yet is shown with two decimals: a mail is better than none.</summary>
    private static string DecimalsFormat(string currency) => (Currency.IsKnown(currency) ? Currency.DecimalsOf(currency) : 2) switch
    {
        0 => "N0",
        3 => "N3",
        _ => "N2",
    };

    private static NumberFormatInfo Separators(string group, string point) => NumberFormatInfo.ReadOnly(new NumberFormatInfo
    {
        NumberGroupSeparator = group,
        NumberDecimalSeparator = point,
        NumberGroupSizes = [3],
    });

    private sealed record Style(Dictionary<string, string> Signs, string AfterSign, NumberFormatInfo Number);
}
