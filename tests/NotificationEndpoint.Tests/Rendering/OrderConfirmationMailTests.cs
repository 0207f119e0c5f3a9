using MimeKit;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

public sealed class OrderConfirmationMailTests
{
    /// <summary>To approve a changed mail: look at the file that the failure names, then copy it over the golden one.</summary>
    [TestCase("en")]
    [TestCase("pt-BR")]
    public void The_mail_is_the_golden_one_byte_for_byte(string tag)
    {
        var bytes = SampleOrder.Bytes(tag == "en" ? SampleOrder.English : SampleOrder.Command);
        var received = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"order-confirmation.{tag}.received.eml");
        File.WriteAllBytes(received, bytes);

        var golden = Path.Combine(TestContext.CurrentContext.TestDirectory, "Rendering", "Golden", $"order-confirmation.{tag}.eml");
        Assert.That(bytes, Is.EqualTo(File.Exists(golden) ? File.ReadAllBytes(golden) : []), received);
    }

    [Test]
    public void The_header_says_who_when_what_and_which_delivery()
    {
        var mail = SampleOrder.Render(SampleOrder.English);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mail.From.ToString(), Is.EqualTo("\"Example Shop\" <orders@shop.example>"));
            Assert.That(mail.To.Mailboxes.Single().Address, Is.EqualTo("jose@example.test"));
            Assert.That(mail.To.Mailboxes.Single().Name, Is.EqualTo("José d'Ávila"));
            Assert.That(mail.Subject, Is.EqualTo("Your order 718293A4 is confirmed"));
            Assert.That(mail.Date, Is.EqualTo(SampleOrder.Command.PlacedAt));
            Assert.That(mail.MessageId, Is.EqualTo($"{SampleOrder.Delivery:N}@shop.example"));
            Assert.That(mail.Headers["X-Delivery-Id"], Is.EqualTo($"{SampleOrder.Delivery:D}"));
            Assert.That(mail.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
            Assert.That(mail.Body!.ContentType.Boundary, Is.EqualTo($"=_{SampleOrder.Delivery:N}"));
            Assert.That(mail.Body, Is.InstanceOf<MultipartAlternative>());
        }
    }

    [Test]
    public void Both_parts_show_the_whole_order()
    {
        var mail = SampleOrder.Render(SampleOrder.Command);
        string[] shown =
        [
            "Olá, José d", "718293A4", "01936f2a-7c4e-7b1a-9d3e-5f60718293a4", "3 de novembro de 2026, 14:05\u00A0UTC",
            "Caneca de cerâmica, 350 ml", "SKU MUG-350", "R$\u00A012,50", "R$\u00A025,00", "BK-00417", "R$\u00A01.234,90", "R$\u00A0199,90",
            "Total do pedido", "R$\u00A01.459,80", "Example Shop",
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach (var text in shown)
            {
                Assert.That(mail.TextBody, Does.Contain(text));
                Assert.That(System.Net.WebUtility.HtmlDecode(mail.HtmlBody), Does.Contain(text));
            }
        }
    }

    [Test]
    public void The_text_part_keeps_to_72_columns() =>
        Assert.That(SampleOrder.Render(SampleOrder.Command).TextBody!.ReplaceLineEndings("\n").Split('\n'), Has.All.Length.LessThanOrEqualTo(72));

    [Test]
    public void It_passes_relays_that_know_7_bits_and_keeps_to_the_76_columns_of_quoted_printable()
    {
        // At every offset, so that an escape stands wherever a line can end.
        foreach (var offset in Enumerable.Range(0, 76))
        {
            var name = new string('x', offset) + "=مريم 😀=====";
            var bytes = SampleOrder.Bytes(SampleOrder.Command with { Customer = new(name, "m@example.test") });

            Assert.That(bytes, Has.All.LessThan(128));
            var mail = System.Text.Encoding.ASCII.GetString(bytes).Split("\n\n", 2);
            Assert.That(mail[0].Split('\n'), Has.All.Length.LessThanOrEqualTo(998), name); // MimeKit does not fold inside a long word of a name
            Assert.That(mail[1].Split('\n'), Has.All.Length.LessThanOrEqualTo(76), name);
        }
    }

    [Test]
    public void The_same_command_gives_the_same_bytes_however_its_numbers_and_times_were_written()
    {
        var command = SampleOrder.Command with { Lines = [new("A", "Pen", 2, 10.5m)] };
        var copy = command with
        {
            PlacedAt = command.PlacedAt.ToOffset(TimeSpan.FromHours(-3)),
            Lines = [new("A", "Pen", 2, 10.500m)],
        };

        Assert.That(SampleOrder.Bytes(copy), Is.EqualTo(SampleOrder.Bytes(command)));
    }

    [Test]
    public void A_thousand_lines_are_all_there()
    {
        var lines = Enumerable.Range(1, 1000).Select(i => new OrderLine($"SKU{i:0000}", $"Item {i}", i, 1.01m)).ToList();
        var mail = SampleOrder.Render(SampleOrder.English with { Lines = lines });

        Assert.That(lines, Has.All.Matches<OrderLine>(line => mail.HtmlBody!.Contains(line!.Sku) && mail.TextBody!.Contains(line.Sku)));
        Assert.That(mail.TextBody, Does.Contain("€505,505.00"));
    }

    [Test]
    public void An_internationalised_sender_domain_is_spelt_in_ASCII()
    {
        var mail = OrderConfirmationMail.Render(SampleOrder.Command, SampleOrder.Delivery, new MailboxAddress("", "shop@müller.example")).Parse();

        Assert.That(mail.MessageId, Is.EqualTo($"{SampleOrder.Delivery:N}@xn--mller-kva.example"));
    }
}
