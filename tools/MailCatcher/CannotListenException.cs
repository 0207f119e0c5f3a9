using System.Net;
using System.Net.Sockets;

namespace Notifications.MailCatcher;

/// <summary>An address or port is not to be had. The message names it and says what to do.</summary>
public sealed class CannotListenException(IPEndPoint endPoint, SocketException cause) : IOException(Sentence(endPoint, cause), cause)
{
    public IPEndPoint EndPoint { get; } = endPoint;

    private static string Sentence(IPEndPoint endPoint, SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Port {endPoint.Port} on {endPoint.Address} is taken: stop the process that listens there, or choose another port.",
        SocketError.AccessDenied =>
            $"Port {endPoint.Port} on {endPoint.Address} needs more rights than this process has: choose a port from 1024 up.",
        _ => $"Cannot listen on {endPoint}: {cause.Message}.",
    };
}
