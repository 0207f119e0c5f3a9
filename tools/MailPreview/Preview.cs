using MimeKit;
using Notifications.Messages;

namespace Notifications.MailPreview;

/// <summary>One e-mail, made by the product, with a name for its files.</summary>
internal sealed record Preview(string Kind, string Locale, SampleOrder Sample, MimeMessage Mail)
{
    private static readonly MailboxAddress Shop = new("Example Shop", "orders@shop.example");

    public string Name => $"{Kind}.{Locale}.{Sample.Name}";

    public static IReadOnlyList<Preview> Of(PreviewWish wish)
    {
        var samples = wish.OrderFile is { } file ? [OrderFile.Read(file)] : SampleOrder.All;
        return
        [
            .. from kind in PreviewKind.All
               where wish.Kind is null || kind.Name == wish.Kind
               from sample in samples
               from locale in LocalesFor(wish, sample)
               select Of(kind, locale, sample),
        ];
    }

    private static IEnumerable<string> LocalesFor(PreviewWish wish, SampleOrder sample)
    {
        if (wish.Locale is { } wished)
            return [wished];
        return wish.OrderFile is null ? PreviewLocale.Tags : [PreviewLocale.For(sample.Order.Locale)];
    }

    /// <summary>Whatever goes wrong with an order from outside goes wrong in the product too: that is the answer.</summary>
    private static Preview Of(PreviewKind kind, string locale, SampleOrder sample)
    {
        try
        {
            var order = sample.Order with { Locale = locale };
            return new Preview(kind.Name, locale, sample, kind.Render(order, DeliveryId.For(order.OrderId, kind.Name), Shop).Parse());
        }
        catch (Exception failure)
        {
            throw new CannotPreviewException($"--order is '{sample.About}': no e-mail can be made of it, nor would the customer get one ({failure.Message}) Correct the order.");
        }
    }
}
