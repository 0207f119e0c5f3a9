using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>One connection of a <see cref="ScriptedSmtpPeer"/>: the lines of its part.</summary>
public sealed class PeerSession(Socket socket, List<string> mails, CancellationToken over) : IAsyncDisposable
{
    private readonly List<byte> _unread = [];
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);

    public CancellationToken Over => over;

    /// <summary>We have closed the connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Greets, and offers <paramref name="extensions"/> to EHLO.</summary>
    public async Task GreetAsync(params string[] extensions)
    {
        await SayAsync("220 peer ready");
        await OfferAsync(extensions);
    }

    public async Task OfferAsync(params string[] extensions)
    {
        await HearAsync("EHLO");
        string[] lines = ["peer", .. extensions];
        for (var i = 0; i < lines.Length; i++)
            await SayAsync($"250{(i < lines.Length - 1 ? '-' : ' ')}{lines[i]}");
    }

    /// <summary>Hears <paramref name="command"/> and answers.</summary>
    public async Task<string> OnAsync(string command, string reply)
    {
        var heard = await HearAsync(command);
        await SayAsync(reply);
        return heard;
    }

    public async Task<string> HearAsync(string command)
    {
        var line = await LineAsync();
        Assert.That(line, Does.StartWith(command), "what the client says");
        return line;
    }

    /// <summary>MAIL, RCPT and DATA, all welcome; the content comes next.</summary>
    public async Task InviteAsync()
    {
        await OnAsync("MAIL", "250 2.1.0 ok");
        await OnAsync("RCPT", "250 2.1.5 ok");
        await OnAsync("DATA", "354 go ahead");
    }

    /// <summary>A whole mail, answered with <paramref name="reply"/>.</summary>
    public async Task TakeMailAsync(string reply = "250 2.0.0 queued as 4XyZ")
    {
        await InviteAsync();
        await HearMailAsync();
        await SayAsync(reply);
    }

    /// <summary>Content up to its final dot, which stays unanswered.</summary>
    public async Task HearMailAsync()
    {
        var mail = new StringBuilder();
        while (await LineAsync() is var line && line != ".")
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");

        lock (mails)
            mails.Add(mail.ToString());
    }

    public Task SayAsync(string line) => SayRawAsync($"{line}\r\n");

    public Task SayRawAsync(string text) => SayBytesAsync(Encoding.UTF8.GetBytes(text));

    public async Task SayBytesAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, over);

    /// <summary>Takes mail after mail until the client leaves.</summary>
    public async Task TakeMailsAsync()
    {
        while ((await LineAsync()).StartsWith("MAIL", StringComparison.Ordinal))
        {
            await SayAsync("250 ok");
            await OnAsync("RCPT", "250 ok");
            await OnAsync("DATA", "354 go ahead");
            await HearMailAsync();
            await SayAsync("250 ok");
        }
    }

    /// <summary>Says nothing more, and keeps the connection until the client leaves.</summary>
    public async Task HangAsync()
    {
        while (true)
            await LineAsync();
    }

    /// <summary>Does not even read any more.</summary>
    public Task FreezeAsync() => Task.Delay(Timeout.Infinite, over);

    /// <summary>Resets the connection, as a machine does that went down.</summary>
    public void Cut()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        IsClosed = true;
    }

    /// <summary>Closes the connection as a relay does that is done with it.</summary>
    public void HangUp()
    {
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
        IsClosed = true;
    }

    public async Task SecureAsync(X509Certificate2 certificate)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, over);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string> LineAsync()
    {
        var buffer = new byte[4096];
        int end;
        while ((end = _unread.IndexOf((byte)'\n')) < 0)
        {
            var read = await _stream.ReadAsync(buffer, over);
            if (read == 0)
                throw new EndOfStreamException();

            _unread.AddRange(buffer.AsSpan(0, read));
        }

        var line = Encoding.UTF8.GetString([.. _unread[..end]]);
        _unread.RemoveRange(0, end + 1);
        return line.TrimEnd('\r');
    }
}
