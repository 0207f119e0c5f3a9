namespace Notifications.OrdersEndpoint.PlaceOrder;

/// <summary>What is wrong with a request, by field; all of it, up to a bound that keeps the answer small.</summary>
internal sealed class FieldErrors
{
    public const int Most = 100;

    private readonly Dictionary<string, List<string>> _byField = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Add(string field, string sentence)
    {
        if (_count++ >= Most)
            return;
        if (!_byField.TryGetValue(field, out var sentences))
            _byField[field] = sentences = [];
        sentences.Add(sentence);
    }

    public Dictionary<string, string[]> ToDictionary()
    {
        var all = _byField.ToDictionary(field => field.Key, field => field.Value.ToArray());
        if (_count > Most)
            all["…"] = [$"{_count - Most} more errors are not listed."];
        return all;
    }
}
