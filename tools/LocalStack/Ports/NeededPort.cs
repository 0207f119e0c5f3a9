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
            throw new CannotContinueException(Message(taken.Select(port => (port, Holder(port.Port, ListeningSockets.FindHolder(port.Port), ListeningSockets.IsOfAClient(port.Port))))));
    }

    /// <param name="taken">Each with who has it, and what to do, as the end of a sentence.</param>
    public static string Message(IEnumerable<(NeededPort Port, string Holder)> taken) => string.Join(
        Environment.NewLine, taken.Select(entry => $"Port {entry.Port.Port}, needed for {entry.Port.For}, is taken by {entry.Holder}."));

    /// <param name="port">That is taken.</param>
    /// <param name="process">That listens on it; null when it cannot be seen.</param>
    /// <param name="isOfAClient">Nobody listens on it.</param>
    public static string Holder(int port, string? process, bool isOfAClient) => process switch
    {
        not null => $"{process}. Stop that process and try again",
        null when isOfAClient => "a connection to elsewhere, which lasts or has just ended. Try again in a minute",
        null => $"a process of another user. 'sudo ss -ltnp sport = :{port}' names it; stop it and try again",
    };

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
