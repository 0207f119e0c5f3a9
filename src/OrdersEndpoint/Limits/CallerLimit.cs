using Notifications.OrdersEndpoint.Errors;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.Limits;

/// <summary>Keeps each caller to the pace of their role, before anything is read of the request.</summary>
internal sealed class CallerLimit(LimitSettings settings, TimeProvider time)
{
    public const int BurstSeconds = 5;

    private readonly Dictionary<Role, Pace> _paces = new()
    {
        [Role.Customer] = Of(settings.CustomerRequestsPerSecond, time),
        [Role.Service] = Of(settings.ServiceRequestsPerSecond, time),
        [Role.Admin] = Of(settings.AdminRequestsPerSecond, time),
        [Role.Operator] = Of(settings.AdminRequestsPerSecond, time),
    };

    /// <summary>Health and documentation have no caller and no limit.</summary>
    public Task ApplyAsync(HttpContext http, RequestDelegate next) =>
        Caller.Of(http.User) is { } caller && _paces[caller.Role].TryTake(caller.Id) is { } wait ? Problems.TooManyRequests(wait).ExecuteAsync(http) : next(http);

    private static Pace Of(int perSecond, TimeProvider time) => new(TimeSpan.FromSeconds(1) / perSecond, perSecond * BurstSeconds, time);
}
