using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint.Retention;

internal static class RetentionSetup
{
    public static void AddRetention(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RetentionSettings>("Retention", settings => settings.Problems());
        builder.Services.AddHostedService<RetentionLoop>();
    }
}
