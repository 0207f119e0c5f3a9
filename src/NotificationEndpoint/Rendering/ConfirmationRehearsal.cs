using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MimeKit;
using Notifications.Messages;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>What can be rehearsed of an e-mail without anybody's knowledge: to read its command and to write it. Claims and relays are for e-mails that somebody is to have.</summary>
internal static class ConfirmationRehearsal
{
    private static readonly MailboxAddress Shop = new("Rehearsal", "rehearsal@rehearsal.invalid");
    private static readonly JsonTypeInfo<SendOrderConfirmation> Json = (JsonTypeInfo<SendOrderConfirmation>)SendOrderConfirmation.Contract.Json;

    /// <summary>With and without what makes it longer: an accent, a second language.</summary>
    private static readonly IReadOnlyList<byte[]> Commands =
    [
        CommandTo(new OrderCustomer("Ana", "ana@rehearsal.invalid"), "en"),
        CommandTo(new OrderCustomer("João", "joao@rehearsal.invalid"), "pt-BR"),
    ];

    public static async Task WriteAsync(HttpClient nobody, CancellationToken over)
    {
        foreach (var body in Commands)
        {
            await Task.Yield();
            over.ThrowIfCancellationRequested();
            OrderConfirmationMail.Render(JsonSerializer.Deserialize(body, Json)!, Guid.NewGuid(), Shop);
        }
    }

    private static byte[] CommandTo(OrderCustomer customer, string locale) => JsonSerializer.SerializeToUtf8Bytes(
        new SendOrderConfirmation(
            Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, customer, "BRL", locale, [new OrderLine("A-1", "Caneca", 2, 10.50m), new OrderLine("A-2", "Prato fundo", 1, 31.00m)]),
        Json);
}
