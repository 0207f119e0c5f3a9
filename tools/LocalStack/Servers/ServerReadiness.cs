using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Notifications.LocalStack.Servers;

/// <summary>When a server does its work: it is asked to do some.</summary>
public static class ServerReadiness
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>True once the condition holds, false when <paramref name="ended"/> says that there is nothing left to wait for.</summary>
    public static async Task<bool> WaitAsync(
        Func<CancellationToken, Task<bool>> isReady, Func<bool> ended, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        var pause = ShortestPause;
        try
        {
            while (!ended())
            {
                if (await isReady(deadline.Token))
                    return true;
                await Task.Delay(pause, deadline.Token);
                // Longer and longer: a host that is not ready logs every question.
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return false;
    }

    public static async Task<bool> PostgresAsync(string connectionString, CancellationToken cancellation)
    {
        // Not pooled: a pooled connection to a server that was killed since would be taken for a living one.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>RabbitMQ opens the AMQP port last; management must answer as well, with our user.</summary>
    public static async Task<bool> RabbitMqAsync(Uri broker, Uri management, CancellationToken cancellation)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(broker.Host, broker.Port, cancellation);
            using var client = ManagementClient(management);
            using var answer = await client.GetAsync(new Uri("api/overview", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is SocketException or HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A client that carries the user and password of the address.</summary>
    public static HttpClient ManagementClient(Uri management)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo)));
        return new HttpClient
        {
            BaseAddress = new UriBuilder(management) { UserName = "", Password = "" }.Uri,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }
}
