using System.Text;

namespace Notifications.FailedMessages.Reading;

/// <summary>A body as far as a person can read it.</summary>
internal static class BodyText
{
    private const int Longest = 4_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when it is no text.</summary>
    public static string? Of(byte[] body)
    {
        try
        {
            var text = Strict.GetString(body);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static string Shown(byte[] body) => (body.Length, Of(body)) switch
    {
        (0, _) => "(empty)",
        (var bytes, null) => $"({bytes} bytes that are no text; --body FILE writes them to a file)",
        (_, { Length: > Longest } text) => $"{Plain.Text(text, Longest)}\n({text.Length} characters; --body FILE writes all of them to a file)",
        (_, { } text) => Plain.Text(text, int.MaxValue),
    };
}
