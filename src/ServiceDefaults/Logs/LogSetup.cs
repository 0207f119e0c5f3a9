using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace Notifications.ServiceDefaults.Logs;

/// <summary>Serilog to standard output: one JSON object a line in a container, readable text elsewhere, with priorities where systemd's journal reads it. It writes what it gets; <see cref="LevelFilter"/> decides what that is.</summary>
internal static class LogSetup
{
    private const string Line = $"{{Level:u3}} {{{LineMarks.Id}}}{{SourceContext}}: {{Message:lj}}{{{LineMarks.Trace}}}{{NewLine}}{{{ForeignText.Exception}:l}}";
    private const string Text = $"{{Timestamp:HH:mm:ss.fff}} {Line}";
    private const string Journal = $"{{{JournalPriority.Name}:l}}{Line}";

    public static void AddLogging(this WebApplicationBuilder builder, string service)
    {
        builder.AddSettings<LogSettings>("Log", settings => settings.Problems());
        Log.Logger = Writer(service, asJson: builder.Configuration.GetValue("DOTNET_RUNNING_IN_CONTAINER", false));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(new SerilogLoggerProvider(Log.Logger));
        builder.Services.Configure<LoggerFactoryOptions>(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None); // Serilog has the ids already

        builder.Services.AddSingleton(new LevelFilter(LogLevels.OfSettings(builder.Configuration)));
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(services => services.GetRequiredService<LevelFilter>());
        builder.Services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(services => services.GetRequiredService<LevelFilter>());
        builder.Services.AddHostedService<LevelsFile>();
    }

    private static Serilog.Core.Logger Writer(string service, bool asJson)
    {
        var log = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.WithProperty("Service", service);
        log = asJson
            ? log.WriteTo.Console(new CompactJsonFormatter())
            : log.Enrich.With<LineMarks>().Enrich.With<ForeignText>().Enrich.With<JournalPriority>()
                .WriteTo.Console(outputTemplate: Supervisor.ReadsOurLog ? Journal : Text, formatProvider: CultureInfo.InvariantCulture);
        return log.CreateLogger();
    }
}
