using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>
/// The relay's side of SMTP on loopback, played from a script: each connection gets the next part, and a test reads as the conversation
/// it is about. A part that hears something else than it expects fails the test when the peer is disposed.
/// </summary>
public sealed class ScriptedSmtpPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _parts = [];
    private readonly Task _accepting;

    private ScriptedSmtpPeer(IEnumerable<Func<PeerSession, Task>> parts)
    {
        _listener.Start();
        _accepting = AcceptAsync(parts);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The mails whose final dot arrived, as they came over the wire, unstuffed.</summary>
    public List<string> Mails { get; } = [];

    public int Connections { get; private set; }

    public static ScriptedSmtpPeer Playing(params Func<PeerSession, Task>[] parts) => new(parts);

    /// <summary>The same part on every connection.</summary>
    public static ScriptedSmtpPeer Always(Func<PeerSession, Task> part) => new(Enumerable.Repeat(part, int.MaxValue));

    /// <summary>Those of <see cref="Mails"/> in which <paramref name="text"/> stands; also while others arrive.</summary>
    public List<string> MailsWith(string text)
    {
        lock (Mails)
            return Mails.FindAll(mail => mail.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Until so many final dots have arrived.</summary>
    public Task UntilMailsAsync(int count, CancellationToken cancellation) =>
        Eventually.TrueAsync(() => Task.FromResult(MailsWith("").Count >= count), $"{count} whole mails", cancellation);

    public async ValueTask DisposeAsync()
    {
        // Parts that wait for the client get a moment, those that hang are cut.
        _over.CancelAfter(TimeSpan.FromSeconds(3));
        foreach (var part in _parts.ToArray())
            await part;

        await _over.CancelAsync();
        await _accepting;
        await Task.WhenAll(_parts); // also one that began just now
        _listener.Stop();
        _over.Dispose();
    }

    private async Task AcceptAsync(IEnumerable<Func<PeerSession, Task>> parts)
    {
        try
        {
            foreach (var part in parts)
            {
                var socket = await _listener.AcceptSocketAsync(_over.Token);
                socket.NoDelay = true; // so that its own replies never wait for anything
                Connections++;
                _parts.Add(PlayAsync(part, socket));
            }

            // A connection that no part was written for is told so, and the count shows it.
            while (await _listener.AcceptSocketAsync(_over.Token) is { } surplus)
            {
                Connections++;
                surplus.Close();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The play is over.
        }
    }

    private async Task PlayAsync(Func<PeerSession, Task> part, Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        patience.CancelAfter(Patience);
        await using var session = new PeerSession(socket, Mails, patience.Token);
        try
        {
            await part(session);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or AuthenticationException)
        {
            // The client hung up, or the test has seen what it wanted.
        }
    }
}
