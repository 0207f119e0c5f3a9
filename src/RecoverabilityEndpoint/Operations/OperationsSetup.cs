using Notifications.RecoverabilityEndpoint.Returns;
using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint.Operations;

internal static class OperationsSetup
{
    /// <summary>Carrying out what people ask for. After the endpoint: it stops before the connections to the broker close.</summary>
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ReturnsSettings>("Returns", settings => settings.Problems());
        builder.Services.AddSingleton<ReturnSignal>();
        builder.Services.AddSingleton<RestingQueues>();
        builder.Services.AddSingleton<Preparation>();
        builder.Services.AddSingleton<ReturnRound>();
        builder.Services.AddHostedService<ReturnLoop>();
        builder.Services.AddHostedService<OperationLoop>();
        builder.Services.AddHostedService<ReturningWatch>();
    }
}
