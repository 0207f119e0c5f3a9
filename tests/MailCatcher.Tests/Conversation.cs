using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Notifications.MailCatcher.Tests;

/// <summary>
/// A client that says exactly what it is told and reads the answers aloud: the test is the transcript.
/// Every wait ends after ten seconds, so that a silent server fails a test instead of stopping it.
/// </summary>
public sealed class Conversation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly List<byte> _unread = [];

    public static async Task<Conversation> StartAsync(int port)
    {
        var conversation = new Conversation();
        await conversation._client.ConnectAsync(IPAddress.Loopback, port);
        return conversation;
    }

    /// <summary>After banner and EHLO.</summary>
    public static async Task<Conversation> GreetedAsync(int port)
    {
        var conversation = await StartAsync(port);
        await conversation.HearAsync("220");
        await conversation.SayAsync("EHLO test.example");
        await conversation.HearAllAsync();
        return conversation;
    }

    public Task SayAsync(string line) => SendAsync(line + "\r\n");

    public async Task SendAsync(string text) => await SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>Says a line and expects an answer that starts so.</summary>
    public async Task SayAsync(string line, string expected)
    {
        await SayAsync(line);
        await HearAsync(expected);
    }

    /// <summary>Expects one line that starts so, and gives it.</summary>
    public async Task<string> HearAsync(string expected)
    {
        var line = await ReadLineAsync();
        Assert.That(line, Does.StartWith(expected));
        return line!;
    }

    /// <summary>The lines of an answer, up to the one without a hyphen.</summary>
    public async Task<IReadOnlyList<string>> HearAllAsync()
    {
        var lines = new List<string>();
        do
            lines.Add(await ReadLineAsync() ?? throw new AssertionException("The connection ended in the middle of an answer."));
        while (lines[^1].Length > 3 && lines[^1][3] == '-');
        return lines;
    }

    /// <summary>Expects that the connection ends, or breaks, without another word.</summary>
    public async Task HearTheEndAsync() => Assert.That(await ReadLineAsync(), Is.Null);

    /// <summary>Whether an answer came at all before something else happened.</summary>
    public bool HasHeardNothing => _unread.Count == 0 && _client.Available == 0;

    /// <summary>From MAIL to the content, without the final dot.</summary>
    public async Task OfferAsync(string recipient = "ada@example.org", string content = "Subject: Hello\r\n\r\nHello.\r\n")
    {
        await SayAsync("MAIL FROM:<shop@example.com>", "250");
        await SayAsync($"RCPT TO:<{recipient}>", "250");
        await SayAsync("DATA", "354");
        await SendAsync(content);
    }

    public async Task DeliverAsync(string recipient = "ada@example.org", string content = "Subject: Hello\r\n\r\nHello.\r\n")
    {
        await OfferAsync(recipient, content);
        await SayAsync(".", "250 2.0.0 Ok: queued as ");
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> ReadLineAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            if (_unread.IndexOf((byte)'\n') is >= 0 and var end)
            {
                var line = Encoding.UTF8.GetString([.. _unread[..end]]).TrimEnd('\r');
                _unread.RemoveRange(0, end + 1);
                return line;
            }

            int length;
            try
            {
                length = await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience);
            }
            catch (IOException)
            {
                return null; // reset by the other side
            }

            if (length == 0)
                return null;
            _unread.AddRange(buffer.AsSpan(0, length));
        }
    }
}
