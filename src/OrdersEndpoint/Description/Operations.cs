namespace Notifications.OrdersEndpoint.Description;

/// <summary>All that is described. A route that is missing here makes the document fail, and with it a test.</summary>
internal static class Operations
{
    public const string Tag = "Orders";

    public static IReadOnlyList<Operation> All { get; } = [PlaceOrderOperation.Described, ReadOrderOperation.Described, ListOrdersOperation.Described, WatchOrderOperation.Described];

    /// <param name="method">For example <c>GET</c>.</param>
    /// <param name="path">With or without the slash at its beginning.</param>
    public static Operation Find(string? method, string? path) =>
        All.FirstOrDefault(operation => operation.Method.Method == method && operation.Path.TrimStart('/') == path?.TrimStart('/'))
        ?? throw new InvalidOperationException($"{method} {path} is not described; add it to {nameof(Operations)}.");
}
