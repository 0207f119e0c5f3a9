using Notifications.RecoverabilityEndpoint.Api.Http;

namespace Notifications.RecoverabilityEndpoint.Api.About;

/// <summary>Where what is. ServicePulse looks at two of them: that groups can be archived, and that there is no list of what a caller may do.</summary>
internal static class RootRoute
{
    public static IResult Show(HttpContext http)
    {
        var root = $"{http.Request.Scheme}://{http.Request.Host}{ApiSetup.Root}/";
        return Answer.Json(http, new Dictionary<string, string>
        {
            ["description"] = "Failed messages: what they are, and what is done about them.",
            ["name"] = ConfigurationRoutes.InstanceName,
            ["endpoints_url"] = $"{root}endpoints",
            ["known_endpoints_url"] = $"{root}endpoints/known",
            ["endpoints_error_url"] = $"{root}endpoints/{{name}}/errors/{{?page,per_page,direction,sort}}",
            ["endpoints_messages_url"] = $"{root}endpoints/{{name}}/messages/{{?page,per_page,direction,sort}}",
            ["endpoints_message_search_url"] = $"{root}endpoints/{{name}}/messages/search/{{keyword}}/{{?page,per_page,direction,sort}}",
            ["errors_url"] = $"{root}errors/{{?page,per_page,direction,sort}}",
            ["message_search_url"] = $"{root}messages/search/{{keyword}}/{{?page,per_page,direction,sort}}",
            ["sagas_url"] = $"{root}sagas",
            ["configuration"] = $"{root}configuration",
            ["remote_configuration"] = $"{root}configuration/remotes",
            ["event_log_items"] = $"{root}eventlogitems",
            ["license_details"] = $"{root}license/details",
            ["license_status"] = $"{root}license",
            ["archived_groups_url"] = $"{root}errors/groups/{{classifier?}}",
            ["get_archive_group"] = $"{root}archive/groups/id/{{groupId}}",
        });
    }
}
