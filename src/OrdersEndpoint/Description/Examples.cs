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
            "due_at": "2026-11-25T14:08:21.123456+00:00",
            "within_sla": true,
            "attempts": 2,
            "accepted_at": "2026-11-25T14:03:27.987654+00:00",
            "seconds_to_email": 6.864,
            "relay_reply": "250 2.0.0 Ok: queued",
            "reason": null,
            "next_attempt_at": null,
            "possible_duplicate": false,
            "attempts_logged": 2,
            "decisions_logged": 0,
            "timeline": [
              { "at": "2026-11-25T14:03:21.123456+00:00", "event": "accepted" },
              { "at": "2026-11-25T14:03:21.125678+00:00", "event": "published" },
              {
                "at": "2026-11-25T14:03:21.345678+00:00", "event": "attempt", "attempt": 1, "outcome": "deferred", "started_at": "2026-11-25T14:03:21.130000+00:00",
                "relay": "first", "blame": "relay", "reason": "first answered Recipient with 451 4.7.1 try again later", "by": "mail-1/4711"
              },
              {
                "at": "2026-11-25T14:03:27.987654+00:00", "event": "attempt", "attempt": 2, "outcome": "accepted", "started_at": "2026-11-25T14:03:27.400000+00:00",
                "relay": "first", "reply": "250 2.0.0 Ok: queued", "by": "mail-1/4711"
              },
              { "at": "2026-11-25T14:03:27.987654+00:00", "event": "email_accepted" }
            ]
          }
        }
        """;

    public const string ETag = "\"kJ3v0mS0o9yA4m7xXz3d2Q\"";
    public const string Cursor = "AQGiCmZ-JXGOgXfQB4VEDXU";

    public const string List =
        $$"""
        {
          "orders": [
            {
              "order_id": "{{OrderId}}",
              "status": "placed",
              "customer_id": "123",
              "currency": "BRL",
              "total": 110.90,
              "accepted_at": "2026-11-25T14:03:21.123456+00:00",
              "item_count": 2,
              "confirmation_status": "accepted"
            }
          ],
          "next_cursor": "{{Cursor}}"
        }
        """;
}
