using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Notifications.Bench.Wire;

/// <summary>Waits until some of many sockets have something to read: Linux' epoll.</summary>
internal sealed class Waiting : IDisposable
{
    private const int MostAtOnce = 256;

    // The kernel packs the event on x86-64 alone.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Size = DataAt + 8;

    private readonly int _epoll = Native.epoll_create1(0);
    private readonly byte[] _events = new byte[MostAtOnce * Size];

    /// <param name="socket">Stays whoever's it is.</param>
    /// <param name="number">How <see cref="Ready"/> calls it.</param>
    public void Add(Socket socket, int number)
    {
        var interest = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(interest, Native.EpollIn);
        BinaryPrimitives.WriteInt32LittleEndian(interest.AsSpan(DataAt), number);
        if (Native.epoll_ctl(_epoll, Native.EpollAdd, FileOf(socket), ref interest[0]) != 0)
            throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <param name="milliseconds">At most; -1: without an end.</param>
    /// <returns>How many are ready; 0 also when a signal came.</returns>
    public int Wait(int milliseconds) => Math.Max(Native.epoll_wait(_epoll, ref _events[0], MostAtOnce, milliseconds), 0);

    /// <summary>The number of the socket at this place among those that are ready.</summary>
    public int Ready(int place) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan(place * Size + DataAt));

    public void Dispose() => _ = Native.close(_epoll);

    public static int FileOf(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();
}
