namespace Notifications.MailCatcher.Http;

/// <summary>Every address this server answers at.</summary>
internal static class Routes
{
    public static void MapEverything(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => PageFile.Serve("index.html", "text/html"));
        app.MapGet("/page.css", () => PageFile.Serve("page.css", "text/css"));
        app.MapGet("/page.js", () => PageFile.Serve("page.js", "text/javascript"));
        app.MapGet("/favicon.ico", () => Results.NoContent());

        // MailHog's addresses and shapes.
        app.MapGet("/api/v2/messages", MailHogApi.Messages);
        app.MapGet("/api/v2/search", MailHogApi.Search);
        app.MapGet("/api/v1/messages", MailHogApi.AllMessages);
        app.MapGet("/api/v1/messages/{id}", MailHogApi.Message);
        app.MapGet("/api/v1/messages/{id}/download", MailHogApi.Download);
        app.MapDelete("/api/v1/messages", MailHogApi.DeleteAll);
        app.MapDelete("/api/v1/messages/{id}", MailHogApi.Delete);

        // What the page is made of.
        app.MapGet("/api/messages", PageApi.Messages);
        app.MapGet("/api/messages/{id}", PageApi.Message);
        app.MapGet("/api/messages/{id}/html", PageApi.Html);
        app.MapGet("/api/messages/{id}/source", PageApi.Source);

        app.MapGet("/api/faults", FaultsApi.Get);
        app.MapPut("/api/faults", FaultsApi.Put);
        app.MapDelete("/api/faults", FaultsApi.Delete);
        app.MapGet("/api/stats", StatsApi.Get);
        app.MapGet("/health/live", () => Results.Text("Healthy"));
    }
}
