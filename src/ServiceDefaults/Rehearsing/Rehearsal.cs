using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Notifications.ServiceDefaults.Rehearsing;

/// <summary>
/// Before a host takes work, a copy of it does the same work for clients that we play, until the code that it passes is compiled for good: a cold host needs ten times as long for the first of
/// everything (docs/performance.md). In: how the host is built, what one client asks for. Out: a warm process.
/// Whatever goes wrong in it, a server that is away too: the host starts cold. A signal ends it at once; nothing is at stake. Never: anything stored, published, logged or measured. The copy listens at a port
/// of its own on loopback, knows one token of its own, and has none of the host's loops, log and telemetry; what stores is told that it is <see cref="OnStage"/>.
/// </summary>
/// <param name="build">Makes the copy, with these settings besides or instead of the host's.</param>
/// <param name="map">Its routes.</param>
/// <param name="ask">What one client asks for.</param>
internal sealed class Rehearsal(
    Func<IReadOnlyList<KeyValuePair<string, string?>>, WebApplicationBuilder> build, Action<WebApplication>? map, Func<HttpClient, CancellationToken, Task> ask)
{
    /// <summary>Far behind those that anybody has.</summary>
    private const int OurToken = 1_000_000;

    /// <summary>At a time, so that work is done for many at once, as later.</summary>
    private const int Clients = 16;

    /// <summary>After each answer: the compiler has one thread, and is what we wait for.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    /// <param name="atMost">Longer than zero.</param>
    /// <param name="log">Of the host.</param>
    public async Task RunAsync(TimeSpan atMost, ILogger log)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), System.Runtime.JitInfo.GetCompiledMethodCount());
        try
        {
            var asked = await PlayAsync(atMost);
            log.Rehearsed(asked, System.Runtime.JitInfo.GetCompiledMethodCount() - before, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        catch (Exception failure)
        {
            log.NotRehearsed(failure.Message);
        }
    }

    private async Task<long> PlayAsync(TimeSpan atMost)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await using var copy = Build(token);
        await copy.StartAsync(CancellationToken.None); // it waits for nobody
        using var over = new CancellationTokenSource(atMost);
        using var http = new HttpClient { BaseAddress = new Uri(copy.Urls.Single()), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        var clients = Enumerable.Range(0, Clients).Select(_ => AskOnAsync(http, over.Token)).ToList();
        for (var compiling = new Compiling(); !over.IsCancellationRequested && !compiling.IsOver();)
            await Task.Delay(Look, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await over.CancelAsync();
        return (await Task.WhenAll(clients)).Sum();
    }

    private WebApplication Build(string token)
    {
        var builder = build([new($"Access:ServiceTokens:{OurToken}:Name", "rehearsal"), new($"Access:ServiceTokens:{OurToken}:Token", token)]);
        builder.Services.AddSingleton<OnStage>();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Configure(); // or it would listen where its section says
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        foreach (var loop in builder.Services.Where(service => service.ServiceType == typeof(IHostedService) && !IsServer(service)).ToList())
            builder.Services.Remove(loop);
        var copy = builder.Build();
        map?.Invoke(copy);
        return copy;
    }

    private static bool IsServer(ServiceDescriptor service) => service.ImplementationType?.Assembly == typeof(WebHostBuilderExtensions).Assembly;

    private async Task<long> AskOnAsync(HttpClient http, CancellationToken over)
    {
        for (var asked = 0L; ; asked++)
        {
            try
            {
                await ask(http, over);
                await Task.Delay(Rest, over);
            }
            catch (Exception) when (over.IsCancellationRequested)
            {
                return asked;
            }
        }
    }

    /// <summary>Those are for the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
