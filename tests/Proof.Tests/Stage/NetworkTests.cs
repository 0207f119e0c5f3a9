using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Notifications.Proof.Faults;
using Notifications.Proof.Stage;

namespace Notifications.Proof.Tests.Stage;

/// <summary>A fault that is not what its name says would show nothing.</summary>
[CancelAfter(30_000)]
public sealed class NetworkTests
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Slow_what_is_said_takes_longer_and_comes(CancellationToken cancellation)
    {
        await using var server = new Echo();
        await using var network = server.BehindNetwork();
        using var client = await ConnectAsync(network, cancellation);
        await SayAsync(client, cancellation);

        var disturbing = network.DisturbAsync(Link.Relay, Trouble.Slow, Lasting, cancellation);
        var began = Stopwatch.GetTimestamp();
        await SayAsync(client, cancellation);
        var took = Stopwatch.GetElapsedTime(began);
        await disturbing;

        Assert.That(took, Is.GreaterThan(TimeSpan.FromMilliseconds(95)), "50 ms each way");
    }

    [Test]
    public async Task Cut_a_connection_is_reset_and_a_new_one_works(CancellationToken cancellation)
    {
        await using var server = new Echo();
        await using var network = server.BehindNetwork();
        using var client = await ConnectAsync(network, cancellation);
        await SayAsync(client, cancellation);

        await network.DisturbAsync(Link.Relay, Trouble.Cut, TimeSpan.Zero, cancellation);

        await Assert.ThrowsAsync<SocketException>(() => SayAsync(client, cancellation));
        using var another = await ConnectAsync(network, cancellation);
        await SayAsync(another, cancellation);
    }

    [Test]
    public async Task Half_open_a_connection_is_silent_and_in_the_end_reset_and_a_new_one_works_meanwhile(CancellationToken cancellation)
    {
        await using var server = new Echo();
        await using var network = server.BehindNetwork();
        using var client = await ConnectAsync(network, cancellation);
        await SayAsync(client, cancellation);

        var disturbing = network.DisturbAsync(Link.Relay, Trouble.HalfOpen, Lasting, cancellation);
        var silent = SayAsync(client, cancellation);
        using var another = await ConnectAsync(network, cancellation);
        await SayAsync(another, cancellation);

        Assert.That(silent.IsCompleted, Is.False);
        await disturbing;
        await Assert.ThrowsAsync<SocketException>(() => silent);
    }

    [Test]
    public async Task Silent_nothing_comes_through_not_even_by_a_new_connection_and_all_of_it_comes_afterwards(CancellationToken cancellation)
    {
        await using var server = new Echo();
        await using var network = server.BehindNetwork();
        using var client = await ConnectAsync(network, cancellation);
        await SayAsync(client, cancellation);

        var disturbing = network.DisturbAsync(Link.Relay, Trouble.Silent, Lasting, cancellation);
        using var another = await ConnectAsync(network, cancellation);
        var both = Task.WhenAll(SayAsync(client, cancellation), SayAsync(another, cancellation));
        var first = await Task.WhenAny(both, disturbing);
        await both;

        Assert.That(first, Is.SameAs(disturbing));
    }

    private static async Task<Socket> ConnectAsync(Network network, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, network.SmtpPort, cancellation);
        return socket;
    }

    /// <summary>Returns when it has come back.</summary>
    private static async Task SayAsync(Socket client, CancellationToken cancellation)
    {
        await client.SendAsync("x"u8.ToArray(), cancellation);
        if (await client.ReceiveAsync(new byte[1], cancellation) == 0)
            throw new SocketException((int)SocketError.ConnectionReset);
    }

    /// <summary>Says again what it hears.</summary>
    private sealed class Echo : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _listening;

        public Echo()
        {
            _listener.Start();
            _listening = ListenAsync();
        }

        /// <summary>As the relay; nobody goes the other ways.</summary>
        public Network BehindNetwork() => new(new Uri("amqp://127.0.0.1:1"), "Host=127.0.0.1;Port=1", ((IPEndPoint)_listener.LocalEndpoint).Port);

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _listening;
        }

        private async Task ListenAsync()
        {
            var conversations = new List<Task>();
            try
            {
                while (true)
                    conversations.Add(ConverseAsync(await _listener.AcceptSocketAsync()));
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                await Task.WhenAll(conversations);
            }
        }

        private static async Task ConverseAsync(Socket client)
        {
            using (client)
            {
                var heard = new byte[64];
                try
                {
                    while (await client.ReceiveAsync(heard) is > 0 and var count)
                        await client.SendAsync(heard.AsMemory(0, count));
                }
                catch (SocketException)
                {
                    // Cut.
                }
            }
        }
    }
}
