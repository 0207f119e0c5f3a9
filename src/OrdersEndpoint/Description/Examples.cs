namespace Notifications.OrdersEndpoint.Description;

/// <summary>What the document shows. A test sends the orders, and compares the answers with the examples of them.</summary>
internal static class Examples
{
    public const string OrderId = "01a20a66-7e25-718e-8177-d00785440d75";
    public const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    public const string Order =
        """
        {
          "customer_id": "123",
          "customer": { "name": "Ana", "email": "ana@example.test" },
          "currency": "BRL",
          "locale": "pt-BR",
          "items": [
            { "sku": "ABC", "name": "Caneca", "qty": 2, "unit_price": 10.50 },
            { "sku": "DEF", "name": "Bule", "qty": 1, "unit_price": 89.90 }
          ]
        }
        """;

    public const string ShortestOrder =
        """
        {
          "customer_id": "123",
          "customer": { "name": "Ana", "email": "ana@example.test" },
          "currency": "EUR",
          "items": [{ "sku": "ABC", "qty": 1, "unit_price": 7 }]
        }
        """;

    public const string Accepted =
        $$"""
        {
          "order_id": "{{OrderId}}",
          "status": "accepted",
          "total": 110.90,
          "currency": "BRL",
          "accepted_at": "2026-11-25T14:03:21.123456+00:00"
        }
        """;

    public const string View =
        $$"""
        {
          "order_id": "{{OrderId}}",
          "status": "placed",
          "customer_id": "123",
          "customer": { "name": "Ana", "email": "ana@example.test" },
          "currency": "BRL",
          "locale": "pt-BR",
          "items": [
            { "sku": "ABC", "name": "Caneca", "qty": 2, "unit_price": 10.50 },
            { "sku": "DEF", "name": "Bule", "qty": 1, "unit_price": 89.90 }
          ],
          "total": 110.90,
          "accepted_at": "2026-11-25T14:03:21.123456+00:00",
          "confirmation": {
            "status": "accepted",
            "attempts": 1,
            "accepted_at": "2026-11-25T14:03:21.987654+00:00",
            "seconds_to_email": 0.864,
            "relay_reply": "250 2.0.0 Ok: queued",
            "reason": null,
            "next_attempt_at": null,
            "possible_duplicate": false
          }
        }
        """;
}
