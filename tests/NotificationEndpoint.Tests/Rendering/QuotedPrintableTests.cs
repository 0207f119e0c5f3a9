using System.Text;
using MimeKit.Encodings;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

public sealed class QuotedPrintableTests
{
    private static readonly string[] Pieces = ["a", "=", " ", "\t", "\n", "é", "😀", ".", "\u007F", "a long word that fills a line "];

    /// <summary>E-mails that an earlier version may have sent already must be the same bytes when they are sent again.</summary>
    [Test]
    public void It_is_what_MimeKit_makes_of_the_same_text([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Assert.That(Ours(text), Is.EqualTo(Theirs(text)), text);
        }
    }

    private static string Ours(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var encoded = new byte[QuotedPrintable.LongestOf(bytes.Length)];
        return Encoding.ASCII.GetString(encoded, 0, QuotedPrintable.Encode(bytes, encoded));
    }

    private static string Theirs(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));
        var encoder = new QuotedPrintableEncoder(74);
        var encoded = new byte[encoder.EstimateOutputLength(bytes.Length)];
        return Encoding.ASCII.GetString(encoded, 0, encoder.Flush(bytes, 0, bytes.Length, encoded)).Replace("\n", "\r\n", StringComparison.Ordinal);
    }
}
