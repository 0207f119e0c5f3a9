using Notifications.ServiceDefaults;

namespace Notifications.OrdersEndpoint.Errors;

/// <summary>What readers are told while the database does not answer: 503, and when to come back.</summary>
internal static class DatabaseAway
{
    public static RouteHandlerBuilder UnavailableWithoutDatabase(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (call, next) =>
    {
        try
        {
            return await next(call);
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            return Problems.Unavailable();
        }
    });
}
