using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint.Webhooks;

internal static class WebhookSetup
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.AddSettings<WebhookSettings>("Webhook", settings => settings.Problems());
        builder.Services.AddHostedService<Webhook>();
    }
}
