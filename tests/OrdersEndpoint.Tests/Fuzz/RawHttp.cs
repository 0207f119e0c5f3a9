using System.Diagnostics;
using System.Net.Sockets;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>One request over a socket of its own.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null when the connection is closed without an answer.</summary>
    /// <exception cref="TimeoutException">There is no whole answer in five seconds.</exception>
    public static async Task<RawAnswer?> SendAsync(Uri api, RawRequest request, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(api.Host, api.Port, deadline.Token);
        var stream = client.GetStream();
        var sending = WriteAsync(stream, request, deadline.Token);
        try
        {
            return await ReadAsync(stream, clock, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"There is no whole answer in {Patience.TotalSeconds} s to {request}");
        }
        finally
        {
            await sending;
        }
    }

    /// <summary>A server that has read enough may close the door on the rest.</summary>
    private static async Task WriteAsync(NetworkStream stream, RawRequest request, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(request.ToBytes(), cancellation);
            if (request.EndsThere)
                stream.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception closed) when (closed is IOException or SocketException or OperationCanceledException)
        {
        }
    }

    private static async Task<RawAnswer?> ReadAsync(NetworkStream stream, Stopwatch clock, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer, cancellation);
                bytes.Write(buffer, 0, read);
                if (RawAnswer.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), isWhole: read == 0, clock.Elapsed) is { } answer)
                    return answer;
                if (read == 0)
                    return null;
            }
        }
        catch (IOException)
        {
            return RawAnswer.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), isWhole: true, clock.Elapsed);
        }
    }
}
