namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>Every word of our mails in one language, and how it writes a date.</summary>
public sealed record Wording(
    string Tag,
    string OrderNumber,
    string PlacedOn,
    string Item,
    string Amount,
    string Total,
    string Reference,
    string Automatic,
    Func<string, string> Subject,
    string Heading,
    Func<string, string> Greeting,
    string Intro,
    Func<string, string, string> Preheader,
    Func<DateTimeOffset, string> Date)
{
    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] PortugueseMonths =
        ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"];

    private static readonly Wording English = new(
        Tag: "en",
        OrderNumber: "Order number",
        PlacedOn: "Placed on",
        Item: "Item",
        Amount: "Amount",
        Total: "Order total",
        Reference: "Order reference",
        Automatic: "This e-mail was sent automatically when you placed your order.",
        Subject: number => $"Your order {number} is confirmed",
        Heading: "Thank you for your order",
        Greeting: name => $"Hello {name},",
        Intro: "We have received your order and are getting it ready. Here is what you bought:",
        Preheader: (number, total) => $"Order {number}, {total}. Here is what you bought.",
        Date: at => $"{at.Day} {EnglishMonths[at.Month - 1]} {at.Year:0000}, {at.Hour:00}:{at.Minute:00}\u00A0UTC");

    private static readonly Wording Portuguese = new(
        Tag: "pt-BR",
        OrderNumber: "Nº do pedido",
        PlacedOn: "Data do pedido",
        Item: "Item",
        Amount: "Valor",
        Total: "Total do pedido",
        Reference: "Referência do pedido",
        Automatic: "Este e-mail foi enviado automaticamente quando você fez o seu pedido.",
        Subject: number => $"Seu pedido {number} foi confirmado",
        Heading: "Obrigado pelo seu pedido",
        Greeting: name => $"Olá, {name}!",
        Intro: "Recebemos o seu pedido e já estamos preparando tudo. Veja o que você comprou:",
        Preheader: (number, total) => $"Pedido {number}, {total}. Veja o que você comprou.",
        Date: at => $"{(at.Day == 1 ? "1º" : $"{at.Day}")} de {PortugueseMonths[at.Month - 1]} de {at.Year:0000}, "
            + $"{at.Hour:00}:{at.Minute:00}\u00A0UTC");

    public static Wording In(MailLocale locale) => locale switch
    {
        MailLocale.En => English,
        MailLocale.PtBr => Portuguese,
        _ => throw new ArgumentOutOfRangeException(nameof(locale), locale, "A language without words."),
    };
}
