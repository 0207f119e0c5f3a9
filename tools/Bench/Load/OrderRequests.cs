using System.Globalization;
using System.Text;

namespace Notifications.Bench.Load;

/// <summary>
/// The request that places an order of two lines, made once; for each order a few digits are written over. A million customers, of whom one after the other orders, in
/// an order that jumps about as real customers' ids do.
/// </summary>
internal sealed class OrderRequests
{
    public const int Customers = 1_000_000;
    private const int Stride = 610_639; // prime to the number of customers: every one of them once before one comes again
    private const string CustomerMark = "@@@@@@@";
    private const string KeyMark = "################";

    private readonly byte[] _bytes;
    private readonly int[] _customers;
    private readonly int _key;

    /// <param name="host">Of the header.</param>
    /// <param name="token">Of a service.</param>
    /// <param name="keyed">With an <c>Idempotency-Key</c>, another one for each order.</param>
    public OrderRequests(string host, string token, bool keyed)
    {
        var body =
            $$$"""{"customer_id":"{{{CustomerMark}}}","customer":{"name":"Ana Souza","email":"customer-{{{CustomerMark}}}@bench.example"},"currency":"BRL","locale":"pt-BR","items":[{"sku":"ABC","name":"Caneca","qty":2,"unit_price":10.50},{"sku":"DEF","name":"Camiseta","qty":1,"unit_price":59.90}]}""";
        var head = $"POST /orders HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            + $"{(keyed ? $"Idempotency-Key: bench-{KeyMark}\r\n" : "")}Content-Length: {body.Length}\r\n\r\n";
        _bytes = Encoding.ASCII.GetBytes(head + body);
        _customers = [.. Places(CustomerMark)];
        _key = Places(KeyMark).FirstOrDefault(-1);
    }

    /// <summary>The whole request; good until the next one.</summary>
    public ReadOnlySpan<byte> Of(long number)
    {
        var customer = (int)(number * Stride % Customers);
        foreach (var place in _customers)
            customer.TryFormat(_bytes.AsSpan(place, CustomerMark.Length), out _, "D7", CultureInfo.InvariantCulture);
        if (_key >= 0)
            number.TryFormat(_bytes.AsSpan(_key, KeyMark.Length), out _, "D16", CultureInfo.InvariantCulture);
        return _bytes;
    }

    private IEnumerable<int> Places(string mark)
    {
        var bytes = Encoding.ASCII.GetBytes(mark);
        for (var at = _bytes.AsSpan().IndexOf(bytes); at >= 0;)
        {
            yield return at;
            var next = _bytes.AsSpan(at + bytes.Length).IndexOf(bytes);
            at = next < 0 ? next : at + bytes.Length + next;
        }
    }
}
