using Notifications.Messages;
using Notifications.Messaging;
using Notifications.Messaging.Broker;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Recipients;
using Notifications.NotificationEndpoint.Relays;
using Notifications.ServiceDefaults;

namespace Notifications.NotificationEndpoint;

internal static class NotificationSetup
{
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        var smtp = builder.AddSettings<SmtpSettings>("Smtp", settings => settings.Problems());
        var ledger = builder.AddSettings<LedgerSettings>("Ledger", settings => settings.Problems(smtp.LongestSend));
        var recipients = builder.AddSettings<RecipientSettings>("Recipients", settings => settings.Problems());
        builder.AddSettings<BrokerSettings>("Broker", settings => settings.Problems());
        builder.AddSettings<ConsumerSettings>("Consumer", settings => settings.Problems(smtp.LongestTry));
        builder.AddSettings<RecoverabilitySettings>("Recoverability", settings => settings.Problems().Concat(MailBudget.Problems(smtp, ledger, settings)));
        builder.AddSettings<ServiceControlSettings>("ServiceControl", settings => settings.Problems());

        builder.Services.AddSingleton(_ => smtp.Sender());
        builder.Services.AddSingleton(new RecipientRules(recipients));
        builder.Services.AddSingleton(RelaysOf);
        builder.Services.AddHostedService<RelayGauges>();
        builder.Services.AddSingleton<DeliveryLedger>();
        builder.Services.AddSingleton<SendOrderConfirmationHandler>();
        builder.Services.AddEndpoint(Endpoints.Notification, endpoint => endpoint
            .Handles<SendOrderConfirmation, SendOrderConfirmationHandler>());
        builder.Services.AddHealthChecks()
            .AddCheck<ConsumerHealth>("rabbitmq", tags: [Health.Ready])
            .AddCheck<RelayHealth>("relays", tags: [Health.Ready]);
    }

    /// <summary>While all relays are down no message is taken: they wait in the queue.</summary>
    private static RelaySet RelaysOf(IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var log = services.GetRequiredService<ILogger<SmtpRelay>>();
        var pause = services.GetRequiredService<ConsumerPause>();
        var relays = services.GetRequiredService<SmtpSettings>().Relays.Select(settings => new SmtpRelay(settings, time, log));
        return new RelaySet([.. relays], pause.Begin, pause.End, time, services.GetRequiredService<ILogger<RelaySet>>());
    }
}
