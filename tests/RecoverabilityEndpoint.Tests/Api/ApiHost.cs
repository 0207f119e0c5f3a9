using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.RecoverabilityEndpoint.Api;
using Notifications.RecoverabilityEndpoint.Heartbeats;
using Notifications.RecoverabilityEndpoint.Retention;
using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint.Tests.Api;

/// <summary>The API over real HTTP, without what else the host does: it needs a database and no broker.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, RecordedLog log)
    {
        (_app, Log) = (app, log);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Without a token.</summary>
    public HttpClient Http { get; }

    public RecordedLog Log { get; }

    /// <param name="settings">Such as <c>ServicePulse:Open</c>.</param>
    public static async Task<ApiHost> StartAsync(string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        var log = new RecordedLog();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings).AddInMemoryCollection(new Dictionary<string, string?> { ["Database:ConnectionString"] = connectionString });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new Hurry());
        builder.Services.AddSingleton(new HeartbeatSettings());
        builder.Services.AddSingleton(new RetentionSettings());
        builder.AddDatabase("api-tests");
        builder.AddApi();
        var app = builder.Build();
        app.MapApi();
        await app.StartAsync();
        return new ApiHost(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Each look at the clock is a minute after the one before: nothing that is shared for a second is still good for the next test.</summary>
    private sealed class Hurry : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * TimestampFrequency * 60;
    }

    internal sealed class RecordedLog : ILoggerProvider, ILogger
    {
        public List<(int Id, LogLevel Level)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add((eventId.Id, logLevel));
        }

        public void Dispose()
        {
        }
    }
}
