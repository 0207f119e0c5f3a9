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
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var smtp = builder.AddSettings<SmtpSettings>("Smtp", settings => settings.Problems());
        builder.AddSettings<LedgerSettings>("Ledger", settings => settings.Problems(smtp.TotalTimeout));
        builder.Services.AddSingleton(smtp.Sender());
        builder.Services.AddSingleton<SmtpRelay>();
        builder.Services.AddSingleton<DeliveryLedger>();
        builder.Services.AddSingleton<SendOrderConfirmationHandler>();
    }

    public static void AddConsumer(this WebApplicationBuilder builder)
    {
        builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<ConsumerSettings>("Consumer", settings => settings.Problems());
        builder.AddSettings<RecoverabilitySettings>("Recoverability", settings => settings.Problems());
        builder.Services.AddMessaging(Endpoints.Notification);
        builder.Services.AddConsumer(services => new HandlerTable()
            .Add(services.GetRequiredService<SendOrderConfirmationHandler>()));
        builder.Services.AddHealthChecks().AddCheck<ConsumerHealth>("rabbitmq", tags: [Health.Ready]);
    }
}
