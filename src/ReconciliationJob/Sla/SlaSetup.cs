using Microsoft.Extensions.DependencyInjection.Extensions;
using Notifications.ServiceDefaults;

namespace Notifications.ReconciliationJob.Sla;

internal static class SlaSetup
{
    /// <summary>What <see cref="SlaRoute"/> and the metrics need, besides the database and <see cref="ReconciliationSettings"/>.</summary>
    public static void AddSla(this WebApplicationBuilder builder)
    {
        builder.AddSettings<SlaSettings>("Sla", settings => settings.Problems());
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<SlaReader>();
        builder.Services.AddSingleton(services => new SharedView(
            services.GetRequiredService<SlaReader>(), services.GetRequiredService<SlaSettings>(), services.GetRequiredService<ReconciliationSettings>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<SlaMetrics>();
        builder.Services.AddSingleton<DailyReport>();
        builder.Services.AddHostedService<SlaRefresh>();
    }
}
