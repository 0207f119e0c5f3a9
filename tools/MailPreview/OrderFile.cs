using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Notifications.Messages;

namespace Notifications.MailPreview;

/// <summary>Reads <c>--order</c> as the consumer reads a command from the broker.</summary>
internal static class OrderFile
{
    private const string Remedy = "Give a SendOrderConfirmation as JSON, like the body of the command in docs/wire.md.";

    public static SampleOrder Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), (JsonTypeInfo<SendOrderConfirmation>)SendOrderConfirmation.Contract.Json) is { } order
                ? new SampleOrder("order", file, order)
                : throw new CannotPreviewException($"--order is '{file}': it is null. {Remedy}");
        }
        catch (JsonException unreadable)
        {
            throw new CannotPreviewException($"--order is '{file}': {unreadable.Message} {Remedy}");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new CannotPreviewException($"--order is '{file}': it cannot be read ({missing.Message}) Give the path of a file.");
        }
    }
}
