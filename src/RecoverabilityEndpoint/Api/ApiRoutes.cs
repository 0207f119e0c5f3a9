using Microsoft.AspNetCore.Mvc;
using Notifications.RecoverabilityEndpoint.Api.About;
using Notifications.RecoverabilityEndpoint.Api.Actions;
using Notifications.RecoverabilityEndpoint.Api.Editing;
using Notifications.RecoverabilityEndpoint.Api.Entry;
using Notifications.RecoverabilityEndpoint.Api.FailedMessages;
using Notifications.RecoverabilityEndpoint.Api.Groups;
using Notifications.RecoverabilityEndpoint.Api.Redirects;
using Notifications.RecoverabilityEndpoint.Api.Watching;

namespace Notifications.RecoverabilityEndpoint.Api;

/// <summary>Every route, each also with a slash at its end: ServicePulse calls some in one way and some in the other.</summary>
internal static class ApiRoutes
{
    private static readonly string[] Reading = ["GET", "HEAD"];
    private static readonly string[] Archiving = ["PATCH", "POST"];

    public static void MapRoutes(this RouteGroupBuilder api)
    {
        api.Get("", RootRoute.Show);
        api.Get("authentication/configuration", AuthenticationRoute.Show).AllowAnonymous();
        api.Get("configuration", ConfigurationRoutes.Show);
        api.Get("configuration/remotes", ConfigurationRoutes.Remotes);
        api.Get("connection", ConfigurationRoutes.Connection);
        api.Get("license", LicenseRoutes.Show);
        api.Get("license/details", LicenseRoutes.Details);
        api.Get("licensing/settings/test", LicenseRoutes.UsageTest);
        api.Get("licensing/settings/info", LicenseRoutes.UsageSettings);
        api.Get("licensing/settings/masks", LicenseRoutes.Nothing);
        api.Get("licensing/endpoints", LicenseRoutes.Nothing);
        api.Get("licensing/report/available", LicenseRoutes.ReportAvailable);
        api.Get("notifications/email", EmailRoutes.Show);
        api.MapPost("notifications/email", EmailRoutes.Refuse);
        api.MapPost("notifications/email/toggle", EmailRoutes.Refuse);
        api.MapPost("notifications/email/test", EmailRoutes.Refuse);

        api.Get("errors", FailureListRoutes.AllAsync);
        api.Get("errors/summary", FailureListRoutes.SummaryAsync);
        api.Get("errors/queues/addresses", QueueAddressRoute.ShowAsync);
        api.Get("errors/groups/{classifier?}", GroupRoutes.ArchivedAsync);
        api.Get("errors/last/{id}", OneFailureRoutes.LastAsync);
        api.Get("errors/{id}", OneFailureRoutes.WholeAsync);
        api.Get("endpoints/{name}/errors", FailureListRoutes.OfEndpointAsync);

        api.Get("messages", MessageRoutes.AllAsync);
        api.Get("messages2", MessageRoutes.NewestAsync);
        api.Get("messages/search", MessageRoutes.AllAsync);
        api.Get("messages/search/{text}", MessageRoutes.SearchAsync);
        api.Get("messages/{id}/body", BodyRoute.ShowAsync);
        api.Get("endpoints/{name}/messages", MessageRoutes.OfEndpointAsync);
        api.Get("conversations/{id}", MessageRoutes.OfConversationAsync);

        api.Get("recoverability/classifiers", GroupRoutes.Classifiers);
        api.Get("recoverability/history", HistoryRoute.ShowAsync);
        api.Get("recoverability/groups/{classifier?}", GroupRoutes.UnresolvedAsync);
        api.Get("recoverability/groups/id/{id}", GroupRoutes.OneAsync);
        api.Get("archive/groups/id/{id}", GroupRoutes.OneArchivedAsync);
        api.Get("recoverability/groups/{groupId}/errors", FailureListRoutes.OfGroupAsync);
        api.MapPost("recoverability/groups/{id}/comment", GroupRoutes.SetNoteAsync);
        api.MapDelete("recoverability/groups/{id}/comment", GroupRoutes.RemoveNoteAsync);
        api.MapDelete("recoverability/unacknowledgedgroups/{id}", GroupRoutes.DismissAsync);

        api.MapPost("errors/retry", ActionRoutes.RetryAsync);
        api.MapPost("errors/{id}/retry", ActionRoutes.RetryOneAsync);
        api.MapPost("errors/retry/all", ActionRoutes.RetryAllAsync);
        api.MapPost("errors/{endpoint}/retry/all", ActionRoutes.RetryEndpointAsync);
        api.MapPost("errors/queues/{**rest}", ActionRoutes.RetryQueueAsync);
        api.MapPost("recoverability/groups/{id}/errors/retry", ActionRoutes.RetryGroupAsync);
        api.MapMethods("errors/archive", Archiving, ActionRoutes.ArchiveAsync);
        api.MapMethods("errors/{id}/archive", Archiving, ActionRoutes.ArchiveOneAsync);
        api.MapPost("recoverability/groups/{id}/errors/archive", ActionRoutes.ArchiveGroupAsync);
        api.MapMethods("errors/unarchive", Archiving, ActionRoutes.RestoreAsync);
        api.MapPatch("errors/{range}/unarchive", ActionRoutes.RestoreRangeAsync);
        api.MapPost("recoverability/groups/{id}/errors/unarchive", ActionRoutes.RestoreGroupAsync);

        api.MapPost("pendingretries/retry", PendingRetryRoutes.RetryAsync);
        api.MapPost("pendingretries/queues/retry", PendingRetryRoutes.RetryQueueAsync);
        api.MapPatch("pendingretries/resolve", PendingRetryRoutes.ResolveAsync);

        api.Get("edit/config", EditRoutes.Configure);
        api.MapPost("edit/{id}", EditRoutes.EditAsync).WithMetadata(new RequestSizeLimitAttribute(ApiSetup.LargestEdit));

        api.Get("redirects", RedirectRoutes.ListAsync);
        api.MapPost("redirects", RedirectRoutes.CreateAsync);
        api.MapPut("redirects/{id}", RedirectRoutes.ChangeAsync);
        api.MapDelete("redirects/{id}", RedirectRoutes.RemoveAsync);

        api.Get("endpoints", EndpointRoutes.ListAsync);
        api.MapMethods("endpoints", ["OPTIONS"], EndpointRoutes.Options);
        api.Get("endpoints/known", EndpointRoutes.KnownAsync);
        api.MapPatch("endpoints/{id}", EndpointRoutes.ChangeAsync);
        api.MapDelete("endpoints/{id}", EndpointRoutes.RemoveAsync);
        api.Get("endpointssettings", EndpointSettingsRoutes.ListAsync);
        api.MapPatch("endpointssettings/{**name}", EndpointSettingsRoutes.ChangeAsync);
        api.Get("heartbeats/stats", EndpointRoutes.StatisticsAsync);
        api.Get("customchecks", CustomCheckRoutes.ListAsync);
        api.MapDelete("customchecks/{id}", CustomCheckRoutes.DismissAsync);
        api.Get("eventlogitems", EventRoutes.ListAsync);
    }

    private static RouteHandlerBuilder Get(this RouteGroupBuilder api, string path, Delegate handler) => api.MapMethods(path, Reading, handler);
}
