namespace Notifications.Messaging.Broker;

/// <summary>
/// Which node of a cluster is tried next. Each loop that keeps a connection has one of its own and begins anywhere, so that processes spread over the nodes; whatever
/// happens to a connection or to a try, the next one goes to the next node: the one that has just failed has its turn last.
/// </summary>
public sealed class BrokerNodes(IReadOnlyList<Uri> nodes, int first)
{
    private int _next = first % nodes.Count;

    /// <summary>Each node once, for who tries them all and no more.</summary>
    public int Count => nodes.Count;

    public static BrokerNodes Of(BrokerSettings settings)
    {
        var nodes = Read(settings.Uri);
        return new BrokerNodes(nodes, Random.Shared.Next(nodes.Count));
    }

    public Uri Next()
    {
        var node = nodes[_next];
        _next = (_next + 1) % nodes.Count;
        return node;
    }

    /// <summary>The address of each node, in the order they are written in; all have the same user, password and vhost.</summary>
    /// <exception cref="UriFormatException">One of them is not an address.</exception>
    public static IReadOnlyList<Uri> Read(string uri) => [.. Split(uri).Select(node => new Uri(node))];

    /// <summary>A comma separates nodes; in the user's name and password, which end at the last @ before the path, it is only a comma.</summary>
    internal static IEnumerable<string> Split(string uri)
    {
        var authority = uri.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var path = uri.IndexOfAny(['/', '?', '#'], authority) is var end and >= 0 ? end : uri.Length;
        var hosts = uri.LastIndexOf('@', path - 1, path - authority) + 1 is var behind and > 0 ? behind : authority;
        return uri[hosts..path].Split(',', StringSplitOptions.TrimEntries).Select(host => $"{uri[..hosts]}{host}{uri[path..]}");
    }
}
