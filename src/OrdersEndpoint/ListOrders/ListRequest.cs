using System.Globalization;
using Notifications.OrdersEndpoint.PlaceOrder;

namespace Notifications.OrdersEndpoint.ListOrders;

/// <summary>Which orders somebody wants to see.</summary>
/// <param name="CustomerId">Whose; null for everybody's.</param>
/// <param name="Status">Of the order; null for any.</param>
/// <param name="Limit">At most, 1 to 100.</param>
/// <param name="After">The last one of the page before; null for the first page.</param>
internal sealed record ListRequest(string? CustomerId, string? Status, int Limit, Guid? After)
{
    public const int Most = 100;
    public const int Usual = 20;
    public static readonly string[] Statuses = ["placed"];

    private static readonly string[] Parameters = ["customer_id", "status", "limit", "cursor"];

    /// <summary>The request, or which parameter is wrong and why, as the end of a sentence that begins with its name.</summary>
    public static (ListRequest? Request, string? Parameter, string? Wrong) Read(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!Parameters.Contains(name, StringComparer.Ordinal))
                return (null, ReadableText.Shorten(name), $"is not a known parameter; known are {string.Join(", ", Parameters)}.");
            if (values.Count > 1)
                return (null, name, "is there more than once.");
        }

        var (customerId, status, limit, cursor) = (Text(query, "customer_id"), Text(query, "status"), Text(query, "limit"), Text(query, "cursor"));
        if (customerId is not null && !ReadableText.IsGood(customerId, OrderRequest.LongestCustomerId))
            return (null, "customer_id", $"must have 1 to {OrderRequest.LongestCustomerId} characters, none of them a control character.");
        if (status is not null && !Statuses.Contains(status, StringComparer.Ordinal))
            return (null, "status", $"is '{ReadableText.Shorten(status)}', which no order has; known are {string.Join(", ", Statuses)}.");
        var number = Usual;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > Most))
            return (null, "limit", $"is '{ReadableText.Shorten(limit)}'; give a whole number from 1 to {Most}.");
        var after = cursor is null ? null : Cursor.Read(cursor);
        if (cursor is not null && after is null)
            return (null, "cursor", "is not one of ours; take it from next_cursor, as it is.");
        return (new ListRequest(customerId, status, number, after), null, null);
    }

    /// <summary>The same request for what comes after this order, as the query of an address.</summary>
    public string QueryAfter(Guid last)
    {
        var parameters = new List<KeyValuePair<string, string?>>();
        if (CustomerId is not null)
            parameters.Add(new("customer_id", CustomerId));
        if (Status is not null)
            parameters.Add(new("status", Status));
        parameters.Add(new("limit", Limit.ToString(CultureInfo.InvariantCulture)));
        parameters.Add(new("cursor", Cursor.After(last)));
        return QueryString.Create(parameters).ToString();
    }

    private static string? Text(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
}
