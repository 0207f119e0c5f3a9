using System.Net;
using System.Net.Sockets;
using Notifications.Testing;

namespace Notifications.LocalStack.Tests;

/// <summary>The disturbed network that tests put between a client and a server.</summary>
[CancelAfter(30_000)]
public sealed class FaultProxyTests
{
    private TcpListener _server = null!;
    private FaultProxy _proxy = null!;

    [SetUp]
    public void Open()
    {
        _server = new TcpListener(IPAddress.Loopback, 0);
        _server.Start();
        _proxy = new FaultProxy(new Uri($"tcp://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/vhost"));
    }

    [TearDown]
    public async Task Close()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Test]
    public async Task It_forwards_both_ways_and_the_end_too(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        using var accepted = await _server.AcceptTcpClientAsync(cancellation);

        await client.Client.SendAsync("ask"u8.ToArray(), cancellation);
        Assert.That(await ReceiveAsync(accepted, cancellation), Is.EqualTo(3));
        await accepted.Client.SendAsync("answer"u8.ToArray(), cancellation);
        accepted.Close();

        Assert.That(await ReceiveAsync(client, cancellation), Is.EqualTo(6));
        Assert.That(await ReceiveAsync(client, cancellation), Is.Zero);
        client.Close();
        await Eventually.TrueAsync(() => Task.FromResult(_proxy.Connections == 0), "the connection is gone", cancellation);
    }

    [Test]
    public async Task Frozen_nothing_comes_through_until_the_thaw(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        using var accepted = await _server.AcceptTcpClientAsync(cancellation);

        _proxy.Freeze();
        await client.Client.SendAsync("late"u8.ToArray(), cancellation);
        using var newcomer = await ConnectAsync(cancellation);
        var receiving = ReceiveAsync(accepted, cancellation);
        var accepting = _server.AcceptTcpClientAsync(cancellation).AsTask();
        await Task.Delay(200, cancellation); // the freeze itself, not a wait for luck
        Assert.That((receiving.IsCompleted, accepting.IsCompleted), Is.EqualTo((false, false)));

        _proxy.Thaw();
        Assert.That(await receiving, Is.EqualTo(4));
        (await accepting).Dispose();
    }

    [Test]
    public async Task Frozen_for_those_that_are_open_a_new_connection_works(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        using var accepted = await _server.AcceptTcpClientAsync(cancellation);

        _proxy.Freeze(newOnesToo: false);
        using var newcomer = await ConnectAsync(cancellation);
        using var acceptedNewcomer = await _server.AcceptTcpClientAsync(cancellation);
        await newcomer.Client.SendAsync("new"u8.ToArray(), cancellation);

        Assert.That(await ReceiveAsync(acceptedNewcomer, cancellation), Is.EqualTo(3));
    }

    [Test]
    public async Task Cut_both_sides_see_a_reset(CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        using var accepted = await _server.AcceptTcpClientAsync(cancellation);

        await _proxy.CutAsync();

        Assert.That(_proxy.Connections, Is.Zero);
        await Assert.ThatAsync(async () => await ReceiveAsync(client, cancellation), Throws.TypeOf<SocketException>());
        await Assert.ThatAsync(async () => await ReceiveAsync(accepted, cancellation), Throws.TypeOf<SocketException>());
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellation)
    {
        var client = new TcpClient();
        await client.ConnectAsync(_proxy.Uri.Host, _proxy.Uri.Port, cancellation);
        return client;
    }

    private static async Task<int> ReceiveAsync(TcpClient from, CancellationToken cancellation) =>
        await from.Client.ReceiveAsync(new byte[100], cancellation);
}
