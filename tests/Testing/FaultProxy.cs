using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Notifications.Testing;

/// <summary>
/// A TCP network between a client and a server that a test may disturb: it listens on a port of its own and forwards to the target. Frozen, it
/// is the network that a dead switch leaves behind: sockets stay open, new ones open, and nothing comes through. What was on its way comes
/// through after the thaw.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Pair, Task> _pairs = [];
    private readonly DnsEndPoint _target;
    private readonly Task _accepting;
    private volatile bool _newOnesFreeze;

    /// <param name="target">What is forwarded to, for example <c>amqp://user:password@127.0.0.1:5672/vhost</c>.</param>
    /// <param name="port">Where it listens, for a network that comes back; 0 takes a free one.</param>
    public FaultProxy(Uri target, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _target = new DnsEndPoint(target.Host, target.Port);
        _listener.Start();
        Uri = new UriBuilder(target) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>The target's address by way of the proxy.</summary>
    public Uri Uri { get; }

    /// <summary>What comes waits so long before it goes on, in both directions.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Connections that neither side has closed.</summary>
    public int Connections => _pairs.Count;

    /// <summary>From now on nothing comes through, in either direction, not even that a side has closed.</summary>
    /// <param name="newOnesToo">Off: connections that are opened from now on work.</param>
    public void Freeze(bool newOnesToo = true)
    {
        _newOnesFreeze = newOnesToo;
        foreach (var (pair, _) in _pairs)
            pair.Freeze();
    }

    /// <summary>The connections of now are silent for a time and then reset: a firewall has forgotten them.</summary>
    public async Task SilenceAsync(TimeSpan lasting, CancellationToken cancellation)
    {
        var silent = _pairs.Keys.ToList();
        foreach (var pair in silent)
            pair.Freeze();
        await Task.Delay(lasting, cancellation); // the silence itself
        foreach (var pair in silent)
            pair.Cut();
    }

    public void Thaw()
    {
        _newOnesFreeze = false;
        foreach (var (pair, _) in _pairs)
            pair.Thaw();
    }

    /// <summary>Closes all connections without warning (RST); returns when they are gone.</summary>
    public async Task CutAsync()
    {
        var pairs = _pairs.ToArray();
        foreach (var (pair, _) in pairs)
            pair.Cut();
        await Task.WhenAll(pairs.Select(pair => pair.Value));
    }

    /// <summary>The machine behind it is dead: connections are cut, new ones refused. Also called in the middle of a test.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await CutAsync();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var pair = new Pair(await _listener.AcceptSocketAsync(_stopping.Token));
                var start = new TaskCompletionSource();
                _pairs[pair] = ForwardAsync(pair, start.Task);
                start.SetResult();
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
            {
                // Stopped, or a client that was gone before it was accepted.
            }
        }
    }

    private async Task ForwardAsync(Pair pair, Task start)
    {
        await start; // it is listed: whoever freezes or cuts finds it
        if (_newOnesFreeze)
            pair.Freeze();
        try
        {
            await pair.IsThawedAsync();
            await pair.Server.ConnectAsync(_target, pair.WasCut);
            await Task.WhenAll(PumpAsync(pair, pair.Client, pair.Server), PumpAsync(pair, pair.Server, pair.Client));
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException)
        {
            pair.Cut();
        }
        finally
        {
            pair.Dispose();
            _pairs.TryRemove(pair, out _);
        }
    }

    /// <summary>Until the source says that nothing more comes, which is passed on as everything else is.</summary>
    private async Task PumpAsync(Pair pair, Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, pair.WasCut) is > 0 and var count)
            {
                await pair.IsThawedAsync();
                if (Latency > TimeSpan.Zero)
                    await Task.Delay(Latency, pair.WasCut);
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), pair.WasCut);
            }

            await pair.IsThawedAsync();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            pair.Cut(); // one side is gone for good: the other way ends as well
        }
    }

    /// <summary>The two ends of one connection.</summary>
    private sealed class Pair(Socket client) : IDisposable
    {
        private readonly CancellationTokenSource _cut = new();
        private volatile TaskCompletionSource? _frozen;

        /// <summary>A network does not hold small packets back.</summary>
        public Socket Client { get; } = Quick(client);

        public Socket Server { get; } = Quick(new Socket(SocketType.Stream, ProtocolType.Tcp));

        public CancellationToken WasCut => _cut.Token;

        public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Thaw()
        {
            _frozen?.TrySetResult();
            _frozen = null;
        }

        public Task IsThawedAsync() => _frozen?.Task.WaitAsync(WasCut) ?? Task.CompletedTask;

        /// <summary>What is still in the buffers is dropped: without lingering a close is a reset.</summary>
        public void Cut()
        {
            try
            {
                Client.LingerState = Server.LingerState = new LingerOption(enable: true, seconds: 0);
                _cut.Cancel();
            }
            catch (Exception over) when (over is ObjectDisposedException or SocketException)
            {
                // Closed at this very moment by itself.
            }
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
            _cut.Dispose();
        }

        private static Socket Quick(Socket socket)
        {
            socket.NoDelay = true;
            return socket;
        }
    }
}
