using System.Net;
using System.Net.Sockets;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>A port behind which no relay speaks. It is ours until the end, so nobody else's relay can appear there.</summary>
public sealed class DeafPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    private DeafPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Whoever connects is turned away.</summary>
    public static DeafPort Closed() => new();

    /// <summary>The machine takes the connection, and no program comes to it.</summary>
    public static DeafPort NeverAccepting()
    {
        var port = new DeafPort();
        port._socket.Listen(10);
        return port;
    }

    /// <summary>Whoever connects gets no answer at all: the queue of those who wait to be accepted is full.</summary>
    public static DeafPort BlackHole()
    {
        var port = new DeafPort();
        port._socket.Listen(0);
        var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        waiting.Connect(IPAddress.Loopback, port.Port);
        port._waiting.Add(waiting);
        return port;
    }

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _socket.Dispose();
    }
}
