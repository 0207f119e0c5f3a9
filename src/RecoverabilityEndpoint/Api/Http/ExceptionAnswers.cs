using Notifications.ServiceDefaults;

namespace Notifications.RecoverabilityEndpoint.Api.Http;

/// <summary>What becomes of an exception in a route, once for all of them.</summary>
internal static class ExceptionAnswers
{
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (InvalidRequestException invalid)
        {
            return Problems.Invalid(invalid.Message);
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            return Problems.Unavailable();
        }
    }
}
