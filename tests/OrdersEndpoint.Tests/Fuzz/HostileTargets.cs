namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>Methods and addresses that lead nowhere, or by another way to what is there.</summary>
internal static class HostileTargets
{
    public static readonly string[] Methods =
    [
        "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "Post", "FOO", "PROPFIND", "G3T", "GET!", "G\0T", "G T", "",
        new('A', 1_000), "POST\t", "\u00E9", "PRI",
    ];

    /// <param name="id">Of an order that is there.</param>
    public static IReadOnlyList<string> All(string id) => [.. Fixed, .. VariantsOf(id).Select(variant => $"/orders/{variant}")];

    private static readonly string[] Fixed =
    [
        "/", "*", "", "orders", "//orders", "/orders/", "/ORDERS", "/orders;a=b", "/orders/../orders", "/orders/%2e%2e/orders", "/./orders",
        "/orders/%2F", "/orders%2F1", "/%6Frders", "/orders/%00", "/orders/%", "/orders/%zz", "/orders/%ff", "/orders/%c0%ae", "/orders/%u0041",
        "/orders/a b", "/orders/\u00E9", "/orders/\\..\\", "/orders#a", "/orders?", "/orders?a", "/orders?=&&=&", "/orders?a=%", "/orders?a=%00",
        "/orders?limit=-1&limit=x&customer_id=%27", "http://elsewhere.test/orders", "https://user:password@elsewhere.test/orders", "/orders/{id}",
        "/orders/*", "/orders/null", "/orders/1/2/3", "/orders/0", "/problems/..%2f..%2fetc%2fpasswd", "/problems/%3Cscript%3E", "/openapi/v2.json",
        "/openapi/..", "/scalar", "/health", "/health/ready/x", "/favicon.ico", "/robots.txt", "/.env", "/.git/config", "/admin",
        "/swagger/index.html", "/metrics", $"/{new string('a', 8_000)}", $"/{new string('a', 9_000)}", $"/orders?{new string('a', 7_000)}",
        $"/orders?{new string('a', 9_000)}", $"/orders?{string.Join('&', Enumerable.Repeat("a=1", 1_500))}",
        $"/{string.Concat(Enumerable.Repeat("a/", 3_000))}", $"/orders/{string.Concat(Enumerable.Repeat("%61", 2_000))}",
        .. HostileTexts.All.Select(text => $"/orders/{Uri.EscapeDataString(text.Length > 300 ? text[..300] : text)}"),
    ];

    private static string[] VariantsOf(string id) =>
    [
        id.ToUpperInvariant(), id.Replace("-", "", StringComparison.Ordinal), $"%7B{id}%7D", $"({id})", $"%20{id}", $"{id}%20", $"{id}%00", $"{id}/",
        $"{id}?", $"{id}//", $"{id};x", $"+{id[1..]}", $"0x{id[2..]}", $"{id}0", id[..35], $"{id}%2F..", $"./{id}",
    ];
}
