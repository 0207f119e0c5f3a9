using System.Text.Json.Nodes;
using Notifications.RecoverabilityEndpoint.Failures;

namespace Notifications.RecoverabilityEndpoint.Tests.Api;

/// <summary>Every route that ServicePulse calls, or that ServiceControl has besides, with its method, its status and the names in its answer.</summary>
[CancelAfter(60_000)]
public sealed class RouteTests : ApiFixture
{
    private const string Failure =
        "edited exception id is_system_message last_modified message_id message_type number_of_processing_attempts queue_address receiving_endpoint sending_endpoint status time_of_failure time_sent";

    private const string Message =
        "body_size body_url conversation_id critical_time delivery_time headers id instance_id is_system_message message_id message_intent message_type processed_at processing_time "
        + "receiving_endpoint sending_endpoint status time_sent";

    private const string Group =
        "count first id last need_user_acknowledgement operation_failed operation_messages_completed_count operation_progress operation_remaining_count operation_status title type";

    private const string Root =
        "archived_groups_url configuration description endpoints_error_url endpoints_message_search_url endpoints_messages_url endpoints_url errors_url event_log_items get_archive_group "
        + "known_endpoints_url license_details license_status message_search_url name remote_configuration sagas_url";

    private const string License =
        "edition expiration_date has_endpoint_metadata instance_name license_extension_url license_status license_type products registered_to status trial_license upgrade_protection_expiration";

    private const string Operation = "completion_time failed number_of_messages_processed originator request_id retry_type start_time";

    private static readonly Guid Endpoint = Guid.CreateVersion7();
    private static readonly Guid Check = Guid.CreateVersion7();
    private Guid _redirect;
    private Guid _id;
    private string _group = "";

    [SetUp]
    public async Task Seed()
    {
        _id = await Book.AddAsync(messageId: "message/1");
        await Book.AddAsync("archived");
        _group = $"{FailedMessageBook.GroupOf(FailedMessageBook.Cause)}";
        _redirect = NamedId.Of("Old");
        await ExecuteAsync(
            $"""
             INSERT INTO recoverability.endpoints VALUES ('{Endpoint}', 'Billing', gen_random_uuid(), 'billing-1', true, now(), now(), false);
             INSERT INTO recoverability.custom_checks VALUES ('{Check}', 'Disk', 'Machine', 'Billing', 'billing-1', gen_random_uuid(), true, 'It is full.', now());
             INSERT INTO recoverability.redirects VALUES ('{_redirect}', 'Old', 'New');
             INSERT INTO recoverability.events (severity, category, event_type, description) VALUES ('error', 'MessageFailures', 'MessageFailed', 'One failed.');
             INSERT INTO recoverability.operations (operation_id, kind, scope, originator, requested_by, statuses, ids, state, completed_at)
             VALUES (gen_random_uuid(), 'retry', 'MultipleMessages', '', 'ana', ARRAY['unresolved'], ARRAY[gen_random_uuid()], 'completed', now())
             """);
    }

    /// <summary>Method and path; status; where to look in the answer, and the names that are there. A list must not be empty.</summary>
    public static IEnumerable<TestCaseData> Reads =>
    [
        Read("", "", Root),
        Read("authentication/configuration", "", "enabled role_based_authorization_enabled"),
        Read("configuration", "", "data_retention host performance_tunning persistence_settings plugins transport"),
        Read("configuration", "host", "instance_name logging"),
        Read("configuration", "host.logging", "log_path logging_level"),
        Read("configuration", "data_retention", "error_retention_period"),
        Read("configuration", "transport", "error_log_queue error_queue forward_error_messages transport_type"),
        Read("configuration", "plugins", "heartbeat_grace_period"),
        Read("connection", "", "errors settings"),
        Read("connection", "settings", "CustomChecks ErrorQueue Heartbeats"),
        Read("license?refresh=true&clientName=servicepulse", "", License),
        Read("licensing/settings/test", "", "audit_connection_result broker_connection_result monitoring_connection_result transport"),
        Read("licensing/settings/info", "", "broker_settings monitoring_settings service_control_settings"),
        Read("licensing/report/available", "", "reason report_can_be_generated transport"),
        Read("notifications/email", "", "enable_tls enabled"),
        Read("errors?status=unresolved&page=1&per_page=50&sort=time_of_failure&direction=desc", "0", Failure),
        Read("errors?status=unresolved", "0.exception", "exception_type message source stack_trace"),
        Read("errors?status=unresolved", "0.receiving_endpoint", "host host_id name"),
        Read("errors?status=archived&sort=&direction=desc", "0", Failure),
        Read("errors/summary", "", "archived resolved retry_issued unresolved"),
        Read("errors/queues/addresses", "0", "failed_message_count physical_address"),
        Read("errors/groups/Exception Type and Stack Trace", "0", "count first id last title type"),
        Read("errors/last/{id}", "", Failure),
        Read("errors/{id}", "", "failure_groups id processing_attempts status unique_message_id"),
        Read("errors/{id}", "processing_attempts.0", "attempted_at failure_details headers message_id"),
        Read("errors/{id}", "processing_attempts.0.failure_details", "address_of_failing_endpoint exception time_of_failure"),
        Read("errors/{id}", "failure_groups.0", "id title type"),
        Read("endpoints/Billing/errors?status=unresolved", "0", Failure),
        Read("messages", "0", Message),
        Read("messages2/?page_size=10&sort=time_sent&direction=desc", "0", Message),
        Read("messages2/?endpoint_name=&from=&to=&q=&page_size=100&sort=time_sent&direction=desc", "0", Message),
        Read("messages/search?q=did not", "0", Message),
        Read("messages/search/message%2F1", "0", Message),
        Read("messages/search/message%2F1", "0.headers.0", "key value"),
        Read("endpoints/Billing/messages", "0", Message),
        Read("conversations/conversation-1", "0", Message),
        Read("recoverability/history", "", "historic_operations id unacknowledged_operations"),
        Read("recoverability/history", "historic_operations.0", Operation),
        Read("recoverability/groups/Exception Type and Stack Trace", "0", Group),
        Read("recoverability/groups/Endpoint Name?classifierFilter=", "0", Group),
        Read("recoverability/groups", "0", Group),
        Read("errors/groups", "0", "count first id last title type"),
        Read("recoverability/groups/id/{group}", "", "count first id last title type"),
        Read("archive/groups/id/{group}", "", "count first id last title type"),
        Read("recoverability/groups/{group}/errors?status=unresolved&page=1&per_page=50&sort=time_of_failure&direction=desc", "0", Failure),
        Read("edit/config", "", "enabled locked_headers sensitive_headers"),
        Read("redirects", "0", "from_physical_address last_modified message_redirect_id to_physical_address"),
        Read("endpoints", "0", "heartbeat_information host_display_name id is_sending_heartbeats monitor_heartbeat monitored name"),
        Read("endpoints", "0.heartbeat_information", "last_report_at reported_status"),
        Read("endpoints/known", "0", "endpoint_details host_display_name id monitored"),
        Read("endpoints/known", "0.endpoint_details", "host host_id name"),
        Read("endpointssettings", "0", "name track_instances"),
        Read("heartbeats/stats", "", "active failing"),
        Read("customchecks?status=fail&page=1", "0", "category custom_check_id failure_reason id originating_endpoint reported_at status"),
        Read("customchecks?status=fail&page=1", "0.originating_endpoint", "host host_id name"),
        Read("eventlogitems?page=1&per_page=10", "0", "category description event_type id raised_at related_to severity"),
    ];

    public static IEnumerable<TestCaseData> Writes =>
    [
        Write("POST", "errors/retry", 202, "[\"{id}\"]"),
        Write("POST", "errors/{id}/retry", 202),
        Write("POST", "errors/retry/all", 202),
        Write("POST", "errors/Billing/retry/all", 202),
        Write("POST", "errors/queues/Billing/retry", 202),
        Write("POST", "errors/queues/a/b/retry", 202),
        Write("POST", "recoverability/groups/{group}/errors/retry", 202),
        Write("PATCH", "errors/archive", 202, "[\"{id}\"]"),
        Write("POST", "errors/archive", 202, "[\"{id}\"]"),
        Write("PATCH", "errors/{id}/archive", 202),
        Write("POST", "recoverability/groups/{group}/errors/archive", 202),
        Write("PATCH", "errors/unarchive", 202, "[\"{id}\"]"),
        Write("POST", "recoverability/groups/{group}/errors/unarchive", 202),
        Write("PATCH", "errors/2026-01-01T00:00:00.000Z...2026-12-31T00:00:00.000Z/unarchive", 202),
        Write("POST", "pendingretries/retry", 202, "[\"{id}\"]"),
        Write("POST", "pendingretries/queues/retry", 202, """{"from":"1970-01-01T00:00:00.000Z","to":"1970-01-01T00:00:00.000Z","queueaddress":"Billing"}"""),
        Write("PATCH", "pendingretries/resolve", 202, """{"uniquemessageids":["{id}"]}"""),
        Write("POST", "recoverability/groups/{group}/comment?comment=see+42", 202),
        Write("DELETE", "recoverability/groups/{group}/comment", 202),
        Write("DELETE", "recoverability/unacknowledgedgroups/{group}", 202),
        Write("POST", "redirects", 201, """{"fromphysicaladdress":"Billing","tophysicaladdress":"Billing2"}"""),
        Write("PUT", "redirects/{redirect}", 204, """{"id":"{redirect}","fromphysicaladdress":"Old","tophysicaladdress":"Newer"}"""),
        Write("DELETE", "redirects/{redirect}", 204),
        Write("PATCH", "endpoints/{endpoint}", 202, """{"monitor_heartbeat":false}"""),
        Write("DELETE", "endpoints/{endpoint}", 204),
        Write("PATCH", "endpointssettings/Billing", 202, """{"track_instances":true}"""),
        Write("DELETE", "customchecks/{check}", 202),
        Write("POST", "notifications/email", 400, "{}"),
        Write("POST", "notifications/email/toggle", 400, "{}"),
        Write("POST", "notifications/email/test", 400),
        Write("OPTIONS", "endpoints", 200),
        Write("HEAD", "errors", 200),
        Write("HEAD", "redirects", 200),
        Write("GET", "license/details", 204),
        Write("GET", "configuration/remotes", 200),
        Write("GET", "licensing/endpoints", 200),
        Write("GET", "licensing/settings/masks", 200),
        Write("GET", "recoverability/classifiers", 200),
        Write("GET", "messages/{id}/body?instance_id=6f1d8a52-3c47-4b0e-9d55-70a1c6e2b384", 200),
    ];

    [TestCaseSource(nameof(Reads))]
    public async Task What_is_read_has_the_names_that_are_looked_for(string path, string place, string names)
    {
        foreach (var way in Ways(Fill(path)))
            Assert.That(NamesOf(At(await GetAsync(way), place)), Is.EqualTo(names), way);
    }

    [TestCaseSource(nameof(Writes))]
    public async Task What_is_asked_for_is_answered_with_its_status_with_a_slash_at_the_end_as_without(string method, string path, int status, string? body)
    {
        foreach (var way in Ways(Fill(path)))
        {
            Assert.That(await StatusAsync(method, way, body is null ? null : Fill(body)), Is.EqualTo(status), way);
            await Empty();
            await Seed();
        }
    }

    [Test]
    public async Task The_setting_of_all_endpoints_has_no_name()
    {
        Assert.That(await StatusAsync("PATCH", "endpointssettings/", """{"track_instances":true}"""), Is.EqualTo(202));
        Assert.That((await GetAsync("endpointssettings")).AsArray().Where(one => (string?)one!["name"] == "").Select(one => (bool)one!["track_instances"]!), Is.EqualTo(new[] { true }));
        await ExecuteAsync("UPDATE recoverability.endpoint_settings SET track_instances = false");
    }

    private static TestCaseData Read(string path, string place, string names) => new TestCaseData(path, place, names).SetArgDisplayNames(path, place);

    private static TestCaseData Write(string method, string path, int status, string? body = null) => new TestCaseData(method, path, status, body).SetArgDisplayNames(method, path);

    private static IEnumerable<string> Ways(string path)
    {
        var (name, query) = path.Split('?') is [var first, var second] ? (first, $"?{second}") : (path, "");
        return name == "" ? [path] : [path, $"{name.TrimEnd('/')}/{query}"];
    }

    private static JsonNode At(JsonNode answer, string place) => place == "" ? answer : place.Split('.').Aggregate(
        answer, (node, step) => (node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node[step])!);

    private string Fill(string text) => text
        .Replace("{id}", $"{_id}", StringComparison.Ordinal).Replace("{group}", _group, StringComparison.Ordinal).Replace("{redirect}", $"{_redirect}", StringComparison.Ordinal)
        .Replace("{endpoint}", $"{Endpoint}", StringComparison.Ordinal).Replace("{check}", $"{Check}", StringComparison.Ordinal);
}
