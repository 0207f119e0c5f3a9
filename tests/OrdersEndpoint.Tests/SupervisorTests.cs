using System.Net.Sockets;
using System.Text;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>A unit of <c>Type=notify</c>: systemd goes on when the host says so, not before.</summary>
[CancelAfter(60_000)]
public sealed class SupervisorTests
{
    [Test]
    public async Task A_host_tells_systemd_that_it_has_started_and_that_it_stops(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("notifications-systemd-");
        try
        {
            var path = Path.Combine(folder.FullName, "notify");
            using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            systemd.Bind(new UnixDomainSocketEndPoint(path));
            await using var host = await HostProcess.StartAsync(
                "OrdersEndpoint",
                new Dictionary<string, string>(TestAccess.Settings)
                {
                    ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
                    ["Broker__Uri"] = "amqp://127.0.0.1:1",
                    ["Stopping__AnnounceFor"] = "00:00:00",
                    ["NOTIFY_SOCKET"] = path,
                },
                readyPath: "health/startup",
                cancellation: cancellation);

            Assert.That(await HearAsync(systemd, cancellation), Is.EqualTo("READY=1"));
            Assert.That(await host.TerminateAsync(), Is.Zero);
            Assert.That(await HearAsync(systemd, cancellation), Is.EqualTo("STOPPING=1"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> HearAsync(Socket systemd, CancellationToken cancellation)
    {
        var heard = new byte[1024];
        return Encoding.UTF8.GetString(heard, 0, await systemd.ReceiveAsync(heard, SocketFlags.None, cancellation));
    }
}
