using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Notifications.Bench.Wire;

/// <summary>One connection, read and written by the thread that waits.</summary>
internal sealed class Channel(Socket socket) : IDisposable
{
    private readonly int _file = Waiting.FileOf(socket);

    public Socket Socket => socket;

    /// <returns>0 when the peer has closed or the connection is broken.</returns>
    public int Receive(Span<byte> into) => (int)Math.Max(Native.recv(_file, ref MemoryMarshal.GetReference(into), into.Length, 0), 0);

    /// <summary>All of it; waits for room when there is none.</summary>
    /// <returns>False when the connection is broken.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = Native.send(_file, ref MemoryMarshal.GetReference(bytes), bytes.Length, Native.NoSignal);
            if (sent <= 0)
                return false;
            bytes = bytes[(int)sent..];
        }

        return true;
    }

    public void Dispose() => socket.Dispose();
}
