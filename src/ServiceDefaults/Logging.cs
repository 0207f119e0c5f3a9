using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Notifications.ServiceDefaults;

/// <summary>Serilog to standard output: one JSON object a line in a container, readable text elsewhere. Levels: section <c>Serilog:MinimumLevel</c>.</summary>
internal static class Logging
{
    private const string Text = $"{{Timestamp:HH:mm:ss.fff}} {{Level:u3}} {{SourceContext}}: {{Message:lj}}{{NewLine}}{{{ForeignText.Exception}:l}}";

    public static void AddLogging(this WebApplicationBuilder builder, string service) => builder.Services.AddSerilog(log =>
    {
        log.MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            // A line for each token that is refused would let strangers fill the log.
            .MinimumLevel.Override("Notifications.ServiceDefaults.Access", LogEventLevel.Warning)
            // Whoever asks for health gets the answer; the log already says what is away.
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Service", service);
        if (builder.Configuration.GetValue("DOTNET_RUNNING_IN_CONTAINER", false))
            log.WriteTo.Console(new CompactJsonFormatter());
        else
            log.Enrich.With<ForeignText>().WriteTo.Console(outputTemplate: Text, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        log.ReadFrom.Configuration(builder.Configuration);
    });
}
