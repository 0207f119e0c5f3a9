namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>Headers that no honest client sends, or that somebody behind us might believe.</summary>
internal static class HostileHeaders
{
    private static readonly string[] Keys =
    [
        "", " ", "\"\"", "\"", "\"a", "a\"b", "\"a\\\"", "\"a\\b\"", "a b", "a\tb", "a,b", new('k', 255), new('k', 256),
        $"\"{new string('k', 255)}\"", $"\"{new string('k', 256)}\"", new('k', 8_000), "\u00E9", "\u200B", "a\0b", "a\u0001b",
        "'; DROP TABLE orders.orders; --", "../..", "${jndi:ldap://127.0.0.1/a}",
    ];

    /// <summary>Besides that of the caller.</summary>
    public static readonly (string, string)[][] Types =
    [
        [], [("Content-Type", "")], [("Content-Type", "text/plain")], [("Content-Type", "application/xml")],
        [("Content-Type", "application/json; charset=utf-8")], [("Content-Type", "application/json; charset=utf-16")],
        [("Content-Type", "application/json;charset=iso-8859-1")], [("Content-Type", "application/json; charset=\"")],
        [("Content-Type", "application/json;;;")], [("Content-Type", "APPLICATION/JSON")], [("Content-Type", "application/vnd.api+json")],
        [("Content-Type", "application/json, text/plain")], [("Content-Type", "application/json"), ("Content-Type", "text/plain")],
        [("Content-Type", "multipart/form-data; boundary=x")], [("Content-Type", "application/x-www-form-urlencoded")], [("Content-Type", "*/*")],
        [("Content-Type", "json")], [("Content-Type", $"application/json; a={new string('a', 5_000)}")],
        [("Content-Type", "application/json\u00E9")], [Json, ("Content-Encoding", "gzip")], [Json, ("Content-Encoding", "br")],
        [Json, ("Content-Encoding", "identity")], [Json, ("Content-Encoding", "identity, gzip")], [Json, ("Content-Encoding", "")],
        [Json, ("Content-Encoding", "identity"), ("Content-Encoding", "gzip")], [Json, ("Content-Language", "xx"), ("Content-MD5", "x")],
        [Json, ("Expect", "100-continue")], [Json, ("Expect", "miracles")], [Json, ("Accept", "text/html")], [Json, ("Accept", "\0")],
        [Json, ("Accept-Encoding", "gzip, br;q=9")], [Json, ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA")],
        [Json, ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "x")], [Json, ("X-HTTP-Method-Override", "DELETE")],
        [Json, ("X-Forwarded-For", "'\"<>"), ("X-Forwarded-Proto", "javascript"), ("X-Original-URL", "/admin")],
        [Json, ("traceparent", "00-00000000000000000000000000000000-0000000000000000-00")],
        [Json, ("traceparent", "zz"), ("tracestate", new('a', 600)), ("baggage", "a=%00")], [Json, ("Range", "bytes=0-0,-1")],
        [Json, ("If-None-Match", "*")], [Json, ("If-Match", "\"x\"")], [Json, ("If-None-Match", "W/\"")], [Json, ("Cookie", new('a', 4_000))],
        [Json, ("TE", "trailers, deflate;q=0.5")],
    ];

    private static (string, string) Json => ("Content-Type", "application/json");

    /// <summary>None of them lets anybody in.</summary>
    public static IEnumerable<(string, string)[]> Callers(string token) =>
        Refused(token).Select(values => values.Select(value => ("Authorization", value)).ToArray());

    private static string[][] Refused(string token) =>
    [
        [], [""], ["Bearer"], ["Bearer "], ["Bearer x"], [token], [$"Basic {token}"], [$"Bearer {token}x"], [$"Bearer {token}", $"Bearer {token}"],
        [$"Bearer {token}, Bearer {token}"], [$"Bearer {token} {token}"], ["Bearer a.b.c"], ["Bearer ..."], [$"Bearer {new string('a', 8_000)}"],
        [$"Bearer {new string('.', 8_000)}"], ["Bearer eyJhbGciOiJub25lIn0.e30."], ["Bearer \u00E9"], ["Bearer \0"],
        [$"Digest username=\"{token}\""], [$"Bearer {Convert.ToBase64String(new byte[3_000])}.{Convert.ToBase64String(new byte[3_000])}.x"],
        ["Negotiate x"], [$"Bearer\u00A0{token}"],
    ];

    /// <summary>Besides those of a good request.</summary>
    public static readonly (string, string)[][] More =
    [
        .. Keys.Select(key => new[] { ("Idempotency-Key", key) }),
        [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
        [("Idempotency-Key", "a"), ("X-Idempotency-Key", "b")],
        [("Idempotency-Key", "\"a\""), ("X-Idempotency-Key", "a")],
        [("X-Idempotency-Key", "a"), ("X-Idempotency-Key", "a")],
        [("idempotency-key", "a-key\r\nX-Injected: 1")],
        [.. Enumerable.Range(0, 60).Select(number => ($"X-{number}", "a"))],
        [.. Enumerable.Range(0, 40).Select(number => ($"X-{number}", "a"))],
        [("X-Long", new string('a', 20_000))],
        [(new string('X', 5_000), "a")],
        [("X Space", "a")],
        [("X-Folded", "a\r\n b")],
        [("X-Bare", "a\nb")],
        [("X-Bare", "a\rb")],
        [("X-Null", "a\0b")],
        [("", "a")],
        [("Host", "two.test")],
        [("Connection", "keep-alive, Authorization")],
        [("Content-Length", "0")],
        [("Authorization", "Bearer x")],
    ];
}
