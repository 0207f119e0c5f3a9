using System.Net;
using System.Net.Sockets;

namespace Notifications.LocalStack.Ports;

/// <summary>A port on 127.0.0.1 and what we need it for.</summary>
public readonly record struct NeededPort(int Port, string For)
{
    /// <summary>Looks at all of them before anything is started, so that one message names all that is in the way.</summary>
    public static void RequireFree(IEnumerable<NeededPort> ports)
    {
        var taken = ports.Where(port => !IsFree(port.Port)).ToList();
        if (taken.Count > 0)
            throw new CannotContinueException(Message(taken.Select(port => (port, ListeningSockets.FindHolder(port.Port)))));
    }

    public static string Message(IEnumerable<(NeededPort Port, string? Holder)> taken) => string.Join(
        Environment.NewLine,
        taken.Select(entry => entry.Holder is { } holder
            ? $"Port {entry.Port.Port}, needed for {entry.Port.For}, is taken by {holder}. Stop that process and try again."
            : $"Port {entry.Port.Port}, needed for {entry.Port.For}, is taken by a process of another user. "
                + $"'sudo ss -ltnp sport = :{entry.Port.Port}' names it; stop it and try again."));

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
