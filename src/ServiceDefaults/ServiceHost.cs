using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Notifications.ServiceDefaults.Addresses;
using Notifications.ServiceDefaults.Configured;
using Notifications.ServiceDefaults.Logs;
using Notifications.ServiceDefaults.Rehearsing;
using Notifications.ServiceDefaults.Telemetry;
using Serilog;
using Serilog.Extensions.Logging;

namespace Notifications.ServiceDefaults;

/// <summary>What every host has: settings checked before anything starts, logging, telemetry, health, and a stated time to stop.</summary>
public static class ServiceHost
{
    /// <summary>Longer than the longest thing that must not be cut off: a relay has a minute to answer the final dot.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan TimeToInstall = TimeSpan.FromMinutes(1);

    private const int ConfigurationError = 2;
    private const int Crashed = 1;

    /// <param name="args">Of the command line; settings may be given as <c>--Smtp:Relays:0:Port=2525</c>, commands are those of <see cref="HostCommand"/>.</param>
    /// <param name="name">The service's name in logs and telemetry.</param>
    /// <param name="add">Registers what the host consists of.</param>
    /// <param name="map">Maps its routes, besides those for health.</param>
    /// <param name="install">What <c>--install</c> does before it ends: sets up what this host needs on its servers, with credentials that may.</param>
    /// <param name="rehearse">What a client asks of this host again and again before it takes work, with <c>Rehearsal:AtMost</c>; what stores must look whether it is <see cref="OnStage"/>.</param>
    /// <returns>Exit code: 0 stopped as asked, 1 crashed, 2 a setting is missing or wrong (the sentence is on standard error).</returns>
    public static async Task<int> RunAsync(
        string[] args, string name, Action<WebApplicationBuilder> add, Action<WebApplication>? map = null,
        Func<IServiceProvider, Func<CancellationToken, Task>>? install = null, Func<HttpClient, CancellationToken, Task>? rehearse = null)
    {
        var arguments = HostArguments.Read(args);
        if (arguments.Command == HostCommand.CheckHealth)
            return await HealthProbe.AskAsync();
        try
        {
            var builder = Begin(arguments);
            var report = SettingsReport.Begin(builder);
            report.Add(arguments.Problems());
            var rehearsal = rehearse is null ? new RehearsalSettings() : builder.AddSettings<RehearsalSettings>("Rehearsal", settings => settings.Problems());
            var hasTelemetry = Build(builder, name, add, report);
            if (arguments.Command == HostCommand.CheckConfiguration)
                return CheckConfiguration.Say(name, report, builder.Configuration) ? 0 : ConfigurationError;
            if (report.Problems.Count > 0)
                throw new SettingsException($"{string.Join(' ', report.Problems)} (In the environment a key is written Section__Key.)");

            if (rehearse is not null && rehearsal.AtMost > TimeSpan.Zero && arguments.Command == HostCommand.Run)
                await new Rehearsal(settings => Copy(arguments, settings, add), map, rehearse).RunAsync(rehearsal.AtMost, LogBesides(name));
            await using var app = builder.Build();
            if (arguments.Command == HostCommand.Install)
                return await InstallAsync(name, install?.Invoke(app.Services));
            if (hasTelemetry)
                app.UseMetrics();
            app.MapHealth();
            map?.Invoke(app);
            var loops = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            await app.RunAsync();
            return WhyStopped(loops) is { } crash ? await CrashedAsync(name, crash) : 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync($"{name} does not start: {wrong.Message}");
            return ConfigurationError;
        }
        catch (Exception crash)
        {
            return await CrashedAsync(name, crash);
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }

    private static WebApplicationBuilder Begin(HostArguments arguments) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments.Settings, ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Of settings that are known to be good.</summary>
    private static WebApplicationBuilder Copy(HostArguments arguments, IReadOnlyList<KeyValuePair<string, string?>> settings, Action<WebApplicationBuilder> add)
    {
        var copy = Begin(arguments);
        copy.Configuration.AddAddressVariables();
        copy.Configuration.AddInMemoryCollection(settings);
        add(copy);
        return copy;
    }

    /// <returns>Whether there is telemetry.</returns>
    private static bool Build(WebApplicationBuilder builder, string name, Action<WebApplicationBuilder> add, SettingsReport report)
    {
        report.Add(builder.Configuration.AddAddressVariables());
        report.Add(Sections.Misspelt(builder.Configuration));
        try
        {
            builder.AddLogging(name);
            var hasTelemetry = builder.AddTelemetry(name);
            builder.AddHealth();
            builder.AddSupervisor();
            builder.Services.Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = TimeToStop;
                // A process whose publisher or schedule has ended for ever would be live, and of no use: it ends, and is started anew.
                host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
            });
            add(builder);
            return hasTelemetry;
        }
        catch (SettingsException wrong)
        {
            report.Add([wrong.Message]);
        }
        catch (Exception) when (report.Problems.Count > 0)
        {
            // Something was made of settings that are wrong, and those are named.
        }

        return false;
    }

    /// <summary>Null when we were asked to: the host stops in good order also when one of its loops has ended with an exception, and does not say so.</summary>
    private static Exception? WhyStopped(IEnumerable<BackgroundService> loops) =>
        loops.Select(loop => loop.ExecuteTask).FirstOrDefault(task => task is { IsFaulted: true })?.Exception?.GetBaseException();

    private static async Task<int> CrashedAsync(string name, Exception crash)
    {
        LogBesides(name).Stops(name, crash.Message, crash);
        await Console.Error.WriteLineAsync($"{name} stops: {crash.Message}");
        return Crashed;
    }

    /// <summary>While the host has none yet, or none any more.</summary>
    private static Microsoft.Extensions.Logging.ILogger LogBesides(string name) => new SerilogLoggerProvider(Log.Logger).CreateLogger(name);

    private static async Task<int> InstallAsync(string name, Func<CancellationToken, Task>? install)
    {
        if (install is null)
        {
            await Console.Error.WriteLineAsync($"{name} has nothing to install.");
            return ConfigurationError;
        }

        using var limit = new CancellationTokenSource(TimeToInstall);
        try
        {
            await install(limit.Token);
            Console.WriteLine($"{name} is installed.");
            return 0;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"{name} is not installed: {failure.Message}");
            return Crashed;
        }
    }
}
