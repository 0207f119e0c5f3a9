using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Notifications.Traces.Otlp;

namespace Notifications.Traces;

/// <summary>
/// What processes export their spans to: OTLP over HTTP, as protobuf, on 127.0.0.1. Keeps the newest spans in memory; metrics and logs are taken and dropped.
/// Disposing it stops the listener.
/// </summary>
public sealed class SpanReceiver : IAsyncDisposable
{
    /// <summary>Some 50 MB, and two thousand orders.</summary>
    public const int DefaultMost = 50_000;

    private readonly WebApplication _app;
    private readonly KeptSpans _kept;

    private SpanReceiver(WebApplication app, KeptSpans kept, int port) => (_app, _kept, Address) = (app, kept, new Uri($"http://127.0.0.1:{port}/"));

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, with <c>OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf</c>.</summary>
    public Uri Address { get; }

    /// <summary>The newest spans, in the order of their arrival.</summary>
    public IReadOnlyList<Span> Spans => _kept.All;

    /// <param name="port">0 lets the system choose one.</param>
    /// <param name="most">How many spans are kept; the oldest leave first.</param>
    /// <param name="cancellation">Ends the attempt to start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SpanReceiver> StartAsync(int port = 0, int most = DefaultMost, CancellationToken cancellation = default)
    {
        var kept = new KeptSpans(most);
        var exports = new Exports(kept);
        ListenOptions? listen = null;

        // The empty builder: no appsettings.json of the process we run in, no environment variable, may move our port.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Exports.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = 100;
            kestrel.Listen(IPAddress.Loopback, port, options => (listen = options).Protocols = HttpProtocols.Http1);
        });
        builder.Services
            // Signals belong to the process, and that is not ours.
            .AddSingleton<IHostLifetime, NoLifetime>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var app = builder.Build();
        app.Run(exports.AnswerAsync);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new SpanReceiver(app, kept, listen!.IPEndPoint!.Port);
    }

    /// <summary>Looks at all that is kept, and again each time that spans arrive.</summary>
    /// <param name="condition">Must be quick.</param>
    /// <param name="within">How long at most.</param>
    /// <param name="cancellation">Of the caller.</param>
    /// <returns>False when it did not come true in time.</returns>
    public async Task<bool> WaitUntilAsync(Func<IReadOnlyList<Span>, bool> condition, TimeSpan within, CancellationToken cancellation = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(within);
        while (true)
        {
            var more = _kept.More;
            if (condition(_kept.All))
                return true;
            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
