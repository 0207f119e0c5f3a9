using System.Text;

namespace Notifications.Messaging.Wire;

/// <summary>
/// What fits into a message's properties: the broker takes them in one frame (128 kB by default) and cuts the connection over a larger one;
/// a short text has 255 bytes. A foreign message that came in under the limit must not outgrow it by the headers that we add.
/// </summary>
internal static class HeaderBudget
{
    private const int AllHeaders = 100 * 1024;
    private const int Short = 255;

    /// <summary>
    /// Leaves out the largest headers, never those to be kept, until the rest fits. Names of bytes that were no text have grown: each such byte became a
    /// character of three.
    /// </summary>
    public static Dictionary<string, string> Fit(Dictionary<string, string> headers, IEnumerable<string> keep)
    {
        foreach (var name in headers.Keys.Where(name => Encoding.UTF8.GetByteCount(name) > Short).ToList())
            headers.Remove(name);
        var excess = headers.Sum(Size) - AllHeaders;
        foreach (var header in headers.Where(header => !keep.Contains(header.Key)).OrderByDescending(Size).ToList())
        {
            if (excess <= 0)
                break;
            headers.Remove(header.Key);
            excess -= Size(header);
        }

        return headers;
    }

    /// <summary>The beginning of a text, at most <paramref name="bytes"/> in UTF-8, never half a character.</summary>
    public static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        Encoding.UTF8.GetEncoder().Convert(text, new byte[bytes], flush: false, out var characters, out _, out _);
        return text[..characters];
    }

    public static string? ShortText(string? text) => text is null ? null : Cut(text, Short);

    private static int Size(KeyValuePair<string, string> header) => Encoding.UTF8.GetByteCount(header.Key) + Encoding.UTF8.GetByteCount(header.Value) + 8;
}
