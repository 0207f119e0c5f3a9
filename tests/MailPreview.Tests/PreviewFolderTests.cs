using System.Text.RegularExpressions;
using MimeKit;
using Notifications.Messages;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.MailPreview.Tests;

public sealed partial class PreviewFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mail-preview-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_kind_is_shown_in_every_language_with_every_sample_as_mail_as_page_and_as_text()
    {
        var names = Write(new PreviewWish(_folder));

        var expected = from template in MailTemplates.All
                       from tag in PreviewLocale.Tags
                       from sample in SampleOrder.All
                       select $"{template.Kind}.{tag}.{sample.Name}";
        Assert.That(names, Is.EquivalentTo(expected));
        var files = Directory.GetFiles(_folder).Select(file => Path.GetFileName(file));
        Assert.That(files, Is.EquivalentTo(names.SelectMany(name => new[] { $"{name}.eml", $"{name}.html", $"{name}.txt" }).Append("index.html")));
    }

    [Test]
    public void The_page_shows_each_mail_at_two_widths_in_frames_that_run_nothing()
    {
        var names = Write(new PreviewWish(_folder));

        var page = File.ReadAllText(Path.Combine(_folder, "index.html"));
        var frames = Frame().Matches(page).Select(frame => (frame.Groups["width"].Value, frame.Groups["name"].Value));
        Assert.That(frames, Is.EquivalentTo(names.SelectMany(name => new[] { ("375", name), ("800", name) })));
        Assert.That(page, Does.Contain("Seu pedido 718293A4 foi confirmado").And.Contain("&lt;b&gt;Ana&lt;/b&gt;"));
        Assert.That(page, Does.Not.Contain("<img").And.Not.Contain("<script"));
    }

    [Test]
    public void The_mail_is_the_products_own_byte_for_byte()
    {
        Write(new PreviewWish(_folder, Locale: "pt-BR"));

        var order = SampleOrder.All[0].Order with { Locale = "pt-BR" };
        var delivery = DeliveryId.For(order.OrderId, NotificationKind.OrderConfirmation);
        using var bytes = new MemoryStream();
        var mail = OrderConfirmationMail.Render(order, delivery, new MailboxAddress("Example Shop", "orders@shop.example")).Parse();
        mail.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, bytes);
        Assert.That(File.ReadAllBytes(Path.Combine(_folder, "order-confirmation.pt-BR.one-item.eml")), Is.EqualTo(bytes.ToArray()));
    }

    [Test]
    public void A_wish_for_one_language_is_heeded() =>
        Assert.That(Write(new PreviewWish(_folder, Kind: "order-confirmation", Locale: "en")), Has.Count.EqualTo(SampleOrder.All.Count).And.All.StartsWith("order-confirmation.en."));

    [Test]
    public void A_folder_that_is_a_file_is_named_with_what_to_do()
    {
        var file = Path.Combine(_folder, "taken");
        File.WriteAllText(file, "");

        Assert.That(() => Write(new PreviewWish(file)), Throws.InstanceOf<CannotPreviewException>()
            .With.Message.StartsWith($"<folder> is '{file}': it cannot be written (").And.Message.EndsWith("Give a folder of your own."));
    }

    private static List<string> Write(PreviewWish wish)
    {
        var previews = Preview.Of(wish);
        PreviewFolder.Write(wish.Folder, previews);
        return [.. previews.Select(preview => preview.Name)];
    }

    [GeneratedRegex("<iframe sandbox loading=\"lazy\" title=\"[^\"]*\" width=\"(?<width>[0-9]+)\" src=\"(?<name>[^\"]*)\\.html\">")]
    private static partial Regex Frame();
}
