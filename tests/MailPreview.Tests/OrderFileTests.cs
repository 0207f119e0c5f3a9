using System.Text.Json;
using Notifications.Messages;

namespace Notifications.MailPreview.Tests;

public sealed class OrderFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [TestCase("pt-PT", "pt-BR")]
    [TestCase(null, "en")]
    public void An_order_is_shown_in_its_own_language(string? tag, string language)
    {
        Write(SampleOrder.All[0].Order with { Locale = tag, Customer = new("Zuleica", "z@example.test") });

        var preview = Preview.Of(new PreviewWish("out", OrderFile: _file)).Single();

        Assert.That(preview.Name, Is.EqualTo($"order-confirmation.{language}.order"));
        Assert.That(preview.Mail.TextBody, Does.Contain("Zuleica"));
    }

    [Test]
    public void A_language_that_is_asked_for_goes_before_the_orders_own()
    {
        Write(SampleOrder.All[0].Order with { Locale = "pt-BR" });

        Assert.That(Preview.Of(new PreviewWish("out", Locale: "en", OrderFile: _file)).Single().Locale, Is.EqualTo("en"));
    }

    [TestCase("", "input does not contain any JSON")]
    [TestCase("null", "it is null")]
    [TestCase("{\"OrderId\":\"01936f2a-7c4e-7b1a-9d3e-5f60718293a4\"}", "missing required")]
    [TestCase("{\"OrderId\":7}", "$.OrderId")]
    public void What_is_no_order_is_named_with_what_to_do(string json, string reason)
    {
        File.WriteAllText(_file, json);

        Assert.That(() => Preview.Of(new PreviewWish("out", OrderFile: _file)), Throws.InstanceOf<CannotPreviewException>()
            .With.Message.StartsWith($"--order is '{_file}': ").And.Message.Contains(reason).And.Message.EndsWith("like the body of the command in docs/wire.md."));
    }

    [Test]
    public void A_file_that_is_not_there_is_named() =>
        Assert.That(() => Preview.Of(new PreviewWish("out", OrderFile: $"{_file}.not")), Throws.InstanceOf<CannotPreviewException>()
            .With.Message.StartsWith($"--order is '{_file}.not': it cannot be read ("));

    [Test]
    public void An_order_that_makes_no_mail_says_why()
    {
        Write(SampleOrder.All[0].Order with { Customer = new("Ana", "nobody") });

        Assert.That(() => Preview.Of(new PreviewWish("out", OrderFile: _file)), Throws.InstanceOf<CannotPreviewException>()
            .With.Message.StartsWith($"--order is '{_file}': no e-mail can be made of it").And.Message.Contains("not one addr-spec"));
    }

    private void Write(SendOrderConfirmation order) => File.WriteAllBytes(_file, JsonSerializer.SerializeToUtf8Bytes(order, SendOrderConfirmation.Contract.Json));
}
