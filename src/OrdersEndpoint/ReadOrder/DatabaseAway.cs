using Notifications.OrdersEndpoint.Errors;
using Npgsql;

namespace Notifications.OrdersEndpoint.ReadOrder;

/// <summary>What readers are told while the database does not answer: 503, and when to come back.</summary>
internal static class DatabaseAway
{
    public static bool Is(Exception failure) => failure is NpgsqlException or TimeoutException;

    public static RouteHandlerBuilder UnavailableWithoutDatabase(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (call, next) =>
    {
        try
        {
            return await next(call);
        }
        catch (Exception away) when (Is(away))
        {
            return Problems.Unavailable();
        }
    });
}
