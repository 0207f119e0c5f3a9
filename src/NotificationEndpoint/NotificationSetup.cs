using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.ServiceDefaults;

namespace Notifications.NotificationEndpoint;

internal static class NotificationSetup
{
    /// <returns>The longest that sending one e-mail may take.</returns>
    public static TimeSpan AddMail(this WebApplicationBuilder builder)
    {
        var smtp = builder.AddSettings<SmtpSettings>("Smtp", settings => settings.Problems());
        builder.AddSettings<LedgerSettings>("Ledger", settings => settings.Problems(smtp.TotalTimeout));
        builder.Services.AddSingleton(smtp.Sender());
        builder.Services.AddSingleton<SmtpRelay>();
        builder.Services.AddSingleton<DeliveryLedger>();
        builder.Services.AddSingleton<SendOrderConfirmationHandler>();
        return smtp.TotalTimeout;
    }

    public static void AddMessaging(this WebApplicationBuilder builder, TimeSpan longestSend)
    {
        builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<ConsumerSettings>("Consumer", settings => settings.Problems(longestSend));
        builder.AddSettings<RecoverabilitySettings>("Recoverability", settings => settings.Problems());
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());
        builder.Services.AddEndpoint(Endpoints.Notification, endpoint => endpoint
            .Handles<SendOrderConfirmation, SendOrderConfirmationHandler>());
        builder.Services.AddHealthChecks().AddCheck<ConsumerHealth>("rabbitmq", tags: [Health.Ready]);
    }
}
