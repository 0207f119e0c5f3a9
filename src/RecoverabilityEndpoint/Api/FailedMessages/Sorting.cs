namespace Notifications.RecoverabilityEndpoint.Api.FailedMessages;

/// <summary>In which order messages are asked for. Columns come from this table; what a client sends is looked up in it and goes nowhere else.</summary>
internal static class Sorting
{
    private const string Usual = "time_sent";

    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["id"] = "failed_message_id",
        ["message_id"] = "message_id",
        ["message_type"] = "message_type",
        ["status"] = "status",
        [Usual] = "time_sent",
        ["modified"] = "last_modified",
        ["time_of_retry_request"] = "last_modified",
        ["time_of_failure"] = "failed_at",
        ["processed_at"] = "failed_at",
        ["critical_time"] = "failed_at - time_sent",
        ["delivery_time"] = "failed_at",
        ["processing_time"] = "failed_at",
    };

    /// <summary>After ORDER BY. Ids decide between equals, so that no message is on two pages or on none.</summary>
    public static string Read(IQueryCollection query)
    {
        var column = Columns.GetValueOrDefault(query["sort"].ToString()) ?? Columns[Usual];
        var unknownLast = column.Contains("time_sent", StringComparison.Ordinal) ? " NULLS LAST" : "";
        // The two directions of one index.
        return query["direction"] == "asc" ? $"{column} ASC{unknownLast}, failed_message_id DESC" : $"{column} DESC{unknownLast}, failed_message_id ASC";
    }
}
