using System.Runtime.InteropServices;

namespace Notifications.Bench.Wire;

/// <summary>The few calls of Linux that the load client and the mail sink are made of: one thread, no thread pool, nothing allocated for a packet.</summary>
internal static class Native
{
    public const int EpollAdd = 1;
    public const int EpollIn = 1;

    /// <summary>MSG_NOSIGNAL: a peer that went away is an error code, and no signal.</summary>
    public const int NoSignal = 0x4000;


    private const string C = "libc";

    [DllImport(C, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int epoll_create1(int flags);

    [DllImport(C, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int epoll_ctl(int epoll, int operation, int file, ref byte interest);

    [DllImport(C, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int epoll_wait(int epoll, ref byte events, int most, int milliseconds);

    [DllImport(C, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint recv(int socket, ref byte buffer, nint length, int flags);

    [DllImport(C, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint send(int socket, ref byte buffer, nint length, int flags);

    [DllImport(C, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int close(int file);
}
