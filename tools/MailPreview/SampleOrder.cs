using Notifications.Messages;

namespace Notifications.MailPreview;

/// <summary>An order to show e-mails with.</summary>
/// <param name="Name">A word for file names.</param>
/// <param name="About">What to look at.</param>
internal sealed record SampleOrder(string Name, string About, SendOrderConfirmation Order)
{
    private const string Hostile = "<b>Ana</b> & \"Bob\" 'Eve'\r\nBcc: eve@example.test\0 \u202Eevil\u202C 👩\u200D👧 <img src=x onerror=alert(1)>";

    public static IReadOnlyList<SampleOrder> All { get; } =
    [
        Of("one-item", "One item.", "Ana Souza", "BRL", new OrderLine("MUG-350", "Caneca de cerâmica, 350 ml", 2, 12.5m)),
        Of("many-items", "Many items; long, wide and right-to-left names; large amounts.", "Maximilian Freiherr von und zu Hohenstein-Wolkenkuckucksheim", "EUR", [.. ManyLines()]),
        Of("no-names", "The shop sent no names: the article number stands for them.", "Lee", "USD", new OrderLine("BK-00417", null, 1, 18.9m), new OrderLine("4006381333931", null, 12, 0.99m), new OrderLine(new string('X', 64), null, 1, 5m)),
        Of("hostile", "Every field is an attack: HTML, CR LF, a right-to-left override. It must be read as text.", Hostile, "GBP", new OrderLine("</td><script>", Hostile, 1, 10m), new OrderLine("{{ Total }}", "{{ Total }}{% raw %}", 3, 1.01m)),
        Of("yen", "A currency without decimals.", "山田 太郎", "JPY", new OrderLine("T-1", "有田焼 湯のみ 桜 二個セット", 2, 3850m), new OrderLine("T-2", "Teapot", 1, 1234567m)),
        Of("dinar", "A currency with three decimals that shows its code; a name from right to left.", "مريم العتيبي", "KWD", new OrderLine("OUD-12", "عود كمبودي فاخر (12 غرام)", 1, 1234.567m), new OrderLine("OUD-3", "Oud, 3 g", 2, 45.25m)),
        Of("franc", "A currency that shows its code in every language.", "Zoë Müller", "CHF", new OrderLine("UHR-7", "Taschenuhr «Genève» mit Zürcher Gehäuse", 1, 12890m)),
    ];

    private static IEnumerable<OrderLine> ManyLines()
    {
        yield return new("TEE-XL-NAVY", "Camiseta de algodão orgânico com um nome comprido que não cabe em uma linha só", 10, 19.99m);
        yield return new("DE-1", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsuniform", 1, 249m);
        yield return new("URL-1", "https://shop.example/a/very/long/address/that/nobody/can/break?because=it&has=no&space=at&all=0123456789", 1, 1m);
        yield return new("CJK-1", "商品名称很长的中文商品名称很长的中文商品名称很长的中文商品名称很长的中文商品", 3, 88.8m);
        yield return new("AR-1", "قميص قطني أزرق فاتح مقاس كبير جدا مع كم طويل وجيب أمامي", 2, 35m);
        yield return new("EMO-1", "Party box 🎉🎈🎂 for 👩\u200D👩\u200D👧\u200D👦, medium", 4, 12m);
        yield return new("CAR-1", "Something dear", 99, 98765432.1m);
        for (var number = 1; number <= 12; number++)
            yield return new($"PEN-{number:00}", $"Pen no. {number}", number, 1.5m);
    }

    /// <summary>One id and one time for all: the same files at every run.</summary>
    private static SampleOrder Of(string name, string about, string customer, string currency, params OrderLine[] lines) =>
        new(name, about, new SendOrderConfirmation(
            Guid.Parse("01936f2a-7c4e-7b1a-9d3e-5f60718293a4"),
            new DateTimeOffset(2026, 9, 23, 14, 5, 9, TimeSpan.Zero),
            new OrderCustomer(customer, "customer@example.test"),
            currency,
            Locale: null,
            lines));
}
