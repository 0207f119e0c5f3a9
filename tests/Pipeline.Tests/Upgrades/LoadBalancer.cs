using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notifications.Testing;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>
/// What stands before the APIs in production: hands requests on in turn, asks <c>/health/ready</c> four times a second, and knows nothing else about them. It keeps its
/// connections open, and tries no request twice: what an API lets fail, the customer sees.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    /// <summary>Header of an answer: the process that it came from.</summary>
    public const string ServedBy = "X-Served-By";

    private const string Apis = "apis";

    private readonly WebApplication _app;
    private readonly InMemoryConfigProvider _config;
    private readonly IProxyStateLookup _state;
    private readonly Lock _changing = new();
    private IReadOnlyDictionary<string, DestinationConfig> _destinations = new Dictionary<string, DestinationConfig>();

    private LoadBalancer(WebApplication app)
    {
        _app = app;
        _config = app.Services.GetRequiredService<InMemoryConfigProvider>();
        _state = app.Services.GetRequiredService<IProxyStateLookup>();
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<LoadBalancer> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddReverseProxy().LoadFromMemory([Route], [Cluster(new Dictionary<string, DestinationConfig>())]);
        builder.Services.Configure<ConsecutiveFailuresHealthPolicyOptions>(policy => policy.DefaultThreshold = 1);
        var app = builder.Build();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(SignAsync);
            proxy.UseLoadBalancing();
        });
        await app.StartAsync(cancellation);
        return new LoadBalancer(app);
    }

    /// <summary>Returns when it hands requests to it.</summary>
    public async Task AddAsync(HostProcess api, CancellationToken cancellation)
    {
        Change(destinations => destinations.Add($"{api.Pid}", new DestinationConfig { Address = api.Address.AbsoluteUri }));
        await Eventually.TrueAsync(
            () => Task.FromResult(_state.TryGetCluster(Apis, out var cluster)
                && cluster.Destinations.TryGetValue($"{api.Pid}", out var destination) && destination.Health.Active == DestinationHealth.Healthy),
            "the load balancer finds the API ready", cancellation);
    }

    public void Remove(HostProcess api) => Change(destinations => destinations.Remove($"{api.Pid}"));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RouteConfig Route => new() { RouteId = "all", ClusterId = Apis, Match = new RouteMatch { Path = "{**all}" } };

    private static ClusterConfig Cluster(IReadOnlyDictionary<string, DestinationConfig> destinations) => new()
    {
        ClusterId = Apis,
        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
        Destinations = destinations,
        HealthCheck = new HealthCheckConfig
        {
            // An answer that is slow on a busy machine says nothing; one that is no, or none at all, does.
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = "/health/ready",
                Interval = TimeSpan.FromMilliseconds(250),
                Timeout = TimeSpan.FromSeconds(10),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            },
        },
    };

    private static Task SignAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[ServedBy] = http.GetReverseProxyFeature().ProxiedDestination?.DestinationId ?? "";
            return Task.CompletedTask;
        });
        return next(http);
    }

    private void Change(Action<Dictionary<string, DestinationConfig>> change)
    {
        lock (_changing)
        {
            var destinations = new Dictionary<string, DestinationConfig>(_destinations);
            change(destinations);
            _destinations = destinations;
            _config.Update([Route], [Cluster(destinations)]);
        }
    }
}
