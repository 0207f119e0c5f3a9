namespace Notifications.OrdersEndpoint.Errors;

/// <summary><c>GET /problems/{name}</c>: the URI of an error answer leads to what it means and what to do.</summary>
internal static class ProblemPages
{
    public static void MapProblemPages(this IEndpointRouteBuilder routes) => routes.MapGet("/problems/{name}", Show).AllowAnonymous().ExcludeFromDescription();

    private static IResult Show(string name) => ProblemType.All.FirstOrDefault(type => type.Name == name) is { } type
        ? TypedResults.Text($"{type.Title}\n\n{type.Advice}\n\nStatus {type.Status}, type {type.Uri}.\n")
        : TypedResults.NotFound();
}
