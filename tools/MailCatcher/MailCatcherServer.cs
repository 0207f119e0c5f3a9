using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Notifications.MailCatcher.Faults;
using Notifications.MailCatcher.Http;
using Notifications.MailCatcher.Kept;
using Notifications.MailCatcher.Smtp;

namespace Notifications.MailCatcher;

/// <summary>
/// A mail catcher that runs: takes every message by SMTP, keeps it, shows it by HTTP, and misbehaves when told to.
/// Disposing it stops both listeners and says 421 to the clients that are still connected.
/// </summary>
public sealed class MailCatcherServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ListenOptions _smtp;
    private readonly ListenOptions _http;

    private MailCatcherServer(WebApplication app, ListenOptions smtp, ListenOptions http)
    {
        _app = app;
        _smtp = smtp;
        _http = http;
    }

    /// <summary>The port SMTP is listened for on; never 0.</summary>
    public int SmtpPort => _smtp.IPEndPoint!.Port;

    /// <summary>The port of the web page and the API; never 0.</summary>
    public int HttpPort => _http.IPEndPoint!.Port;

    /// <summary>What was received.</summary>
    public Inbox Inbox => _app.Services.GetRequiredService<Inbox>();

    /// <summary>How it misbehaves; empty at first.</summary>
    public FaultRules Faults => _app.Services.GetRequiredService<FaultRules>();

    /// <summary>How many clients speak SMTP with it.</summary>
    public SmtpConnections Connections => _app.Services.GetRequiredService<SmtpConnections>();

    /// <exception cref="ArgumentException">A setting makes no sense.</exception>
    /// <exception cref="CannotListenException">A port is taken or not allowed.</exception>
    public static async Task<MailCatcherServer> StartAsync(MailCatcherSettings settings, CancellationToken cancellationToken = default)
    {
        settings.Check();
        ListenOptions? smtp = null, http = null;

        // The empty builder: no appsettings.json of the process we run in, no environment variable, may move our ports.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Bind, settings.SmtpPort, listen => (smtp = listen).UseConnectionHandler<SmtpConnectionHandler>());
            kestrel.Listen(settings.Bind, settings.HttpPort, listen => (http = listen).Protocols = HttpProtocols.Http1);
        });
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.CreateBoundListenSocket = Listen;
            // With the smallest buffer a flush ends when the socket has the bytes, or has broken: only then can be said whether an answer could be read.
            if (settings.Received is not null)
                sockets.MaxWriteBufferSize = 2;
        });
        builder.Services
            .AddRoutingCore()
            // ASP.NET's own default lets markup stand unescaped in JSON; what a problem quotes may be markup.
            .ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.Default)
            .AddSingleton(settings)
            .AddSingleton<Inbox>()
            .AddSingleton<FaultRules>()
            .AddSingleton<SmtpConnections>()
            // Signals belong to the process, and in a test that is not ours.
            .AddSingleton<IHostLifetime, NoLifetime>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        var app = builder.Build();
        app.UseMiddleware<SafeHeaders>();
        app.MapEverything();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new MailCatcherServer(app, smtp!, http!);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Socket Listen(EndPoint endPoint)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        }
        catch (SocketException e)
        {
            throw new CannotListenException((IPEndPoint)endPoint, e);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
