using System.Text;
using System.Text.Json;
using Notifications.OrdersEndpoint.Requests;

namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>What must be stored after the answers that were given, and what is: orders, items, and every command that was ever put into the outbox.</summary>
internal sealed class Books(OrdersApi api)
{
    private long _orders;
    private long _items;

    /// <summary>Commands leave the outbox soon; the database itself keeps a list of them.</summary>
    public static async Task<Books> OpenAsync(OrdersApi api)
    {
        await api.ExecuteAsync(
            """
            CREATE TABLE public.commands (message_id uuid PRIMARY KEY);
            CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.commands VALUES (NEW.message_id); RETURN NULL; END';
            CREATE TRIGGER note AFTER INSERT ON messaging.outbox FOR EACH ROW EXECUTE FUNCTION public.note();
            """);
        return new Books(api);
    }

    public void Add(RawRequest request, RawAnswer? answer)
    {
        if (answer?.Status != 202 || answer.Header(IdempotencyKey.ReplayedHeader) is not null)
            return;
        _orders++;
        _items += ItemsIn(request);
    }

    /// <summary>Null when what is stored is what was accepted, and nothing else.</summary>
    public async Task<string?> DifferenceAsync()
    {
        var stored = await api.QueryAsync<string>(
            """
            SELECT format('%s orders, %s items, %s commands',
                          (SELECT count(*) FROM orders.orders), (SELECT count(*) FROM orders.order_items), (SELECT count(*) FROM public.commands))
            """);
        var accepted = $"{_orders} orders, {_items} items, {_orders} commands";
        return stored == accepted ? null : $"Accepted were {accepted}; stored are {stored}.";
    }

    /// <summary>Whatever is before and behind the order in the body, such as the length of a chunk.</summary>
    private static int ItemsIn(RawRequest request)
    {
        var text = Encoding.UTF8.GetString(request.Body!);
        try
        {
            using var body = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return body.RootElement.GetProperty("items").GetArrayLength();
        }
        catch (JsonException)
        {
            return 1; // the usual order in chunks
        }
    }
}
