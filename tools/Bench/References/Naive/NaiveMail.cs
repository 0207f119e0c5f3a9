using System.Globalization;
using System.Text.Encodings.Web;
using Fluid;
using MimeKit;

namespace Notifications.Bench.References.Naive;

/// <summary>The confirmation, built anew for each order as MailKit's documentation shows it: two templates that were compiled once, and a body builder.</summary>
internal static class NaiveMail
{
    private const string Shop = "Shop";
    private static readonly MailboxAddress From = new(Shop, "orders@shop.example");
    private static readonly TemplateOptions Options = OptionsOf(typeof(View), typeof(Line));
    private static readonly IFluidTemplate Html = Compile("confirmation.html.liquid");
    private static readonly IFluidTemplate Text = Compile("confirmation.text.liquid");

    public static MimeMessage Render(NaiveOrder order)
    {
        var view = View.Of(order);
        var message = new MimeMessage
        {
            MessageId = $"{order.DeliveryId:N}@{From.Domain}",
            Date = order.PlacedAt,
            Subject = view.Subject,
            Body = new BodyBuilder { TextBody = Render(Text, view, NullEncoder.Default), HtmlBody = Render(Html, view, HtmlEncoder.Default) }.ToMessageBody(),
        };
        message.From.Add(From);
        message.To.Add(new MailboxAddress(order.Placed.Customer.Name, order.Placed.Customer.Email));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Delivery-Id", $"{order.DeliveryId:D}");
        return message;
    }

    private static string Render(IFluidTemplate template, View view, TextEncoder encoder) => template.Render(new TemplateContext(view, Options), encoder);

    private static TemplateOptions OptionsOf(params Type[] shown)
    {
        var options = new TemplateOptions();
        foreach (var type in shown)
            options.MemberAccessStrategy.Register(type);
        return options;
    }

    private static IFluidTemplate Compile(string name)
    {
        using var stream = typeof(NaiveMail).Assembly.GetManifestResourceStream(typeof(NaiveMail), name)!;
        using var reader = new StreamReader(stream);
        return new FluidParser().Parse(reader.ReadToEnd());
    }

    private sealed record View(string Subject, string Shop, string Customer, string Number, string Reference, string Date, string Total, IReadOnlyList<Line> Lines)
    {
        public static View Of(NaiveOrder order)
        {
            var number = $"{order.OrderId:N}"[^8..].ToUpperInvariant();
            return new View(
                $"Your order {number} is confirmed",
                NaiveMail.Shop,
                order.Placed.Customer.Name,
                number,
                $"{order.OrderId:D}",
                order.PlacedAt.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture),
                Money(order.Total, order),
                [.. order.Placed.Items.Select(item => new Line(item.Name ?? item.Sku, item.Sku, item.Qty, Money(item.UnitPrice, order), Money(item.Amount, order)))]);
        }

        private static string Money(decimal amount, NaiveOrder order) => string.Create(CultureInfo.InvariantCulture, $"{order.Placed.Currency} {amount:N2}");
    }

    private sealed record Line(string Name, string Sku, int Quantity, string UnitPrice, string Amount);
}
