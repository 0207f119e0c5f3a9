namespace Notifications.Proof.Mutants;

/// <summary>The safeties of the product in the order of an order's way, each taken away as a hurried programmer might do it.</summary>
public static class KnownMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "key-ignored",
            "The idempotency key is not stored with the order.",
            "src/OrdersEndpoint/Orders/OrderTables.cs",
            "Parameter.Column(orders, order => order.RequestKey)",
            "Parameter.Column(orders, order => (Guid?)null)",
            "requests-repeated",
            ["one order per key"]),

        new(
            "outbox-skipped",
            "The command is not stored with the order; it waits in memory alone.",
            "src/OrdersEndpoint/Orders/OrderIntake.cs",
            "        batch.BatchCommands.Add(_outbox.Insert(commands));\n",
            "",
            "crash-after-commit",
            ["lost"]),

        new(
            "removed-before-confirm",
            "The row of the outbox is removed before the command is published.",
            "src/Messaging/Outbox/OutboxDispatcher.cs",
            "            var outcome = await publisher.PublishAsync(",
            """
                        await removal.AddAsync(message.Id);
                        var outcome = await publisher.PublishAsync(
            """,
            "broker-killed-alone",
            ["lost"]),

        new(
            "confirm-ignored",
            "A command counts as confirmed as soon as it is handed to the connection.",
            "src/Messaging/Broker/PublishChannel.cs",
            "_confirms.Writing(waiting);",
            "_confirms.Writing(waiting); waiting.TrySetResult(PublishOutcome.Confirmed);",
            "broker-killed-alone",
            ["lost"]),

        new(
            "mandatory-off",
            "A command that reaches no queue is confirmed like any other.",
            "src/Messaging/Broker/PublishChannel.cs",
            "publication.RoutingKey, publication.MustArrive,",
            "publication.RoutingKey, false,",
            "binding-lost-alone",
            ["lost"]),

        new(
            "ack-before-record",
            "A delivery is acknowledged as soon as it has come.",
            "src/Messaging/Inbound/LaneConsumer.cs",
            "            take(_acknowledgements.Add(delivery.DeliveryTag), AmqpMapping.FromDelivery(delivery));",
            """
                        _acknowledgements.Add(delivery.DeliveryTag).Acknowledge();
                        take(new Acknowledgements(time).Add(delivery.DeliveryTag), AmqpMapping.FromDelivery(delivery));
            """,
            "consumers-killed-alone",
            ["lost"]),

        new(
            "claim-skipped",
            "The ledger is asked, and its no is not heard.",
            "src/NotificationEndpoint/SendOrderConfirmationHandler.cs",
            "            if (claim is not Claim.Ours ours)\n",
            """
                        var ours = claim is Claim.AlreadyAccepted or Claim.HeldByAnother ? new Claim.Ours(1, time.GetUtcNow(), false, 0, null) : claim as Claim.Ours;
                        if (ours is null)

            """,
            "commands-twice",
            ["duplicates", "explained"]),

        new(
            "lease-ignored",
            "A claim is taken over while its owner still sends.",
            "src/NotificationEndpoint/Ledger/LedgerTable.cs",
            "(d.status = 'claimed' AND d.lease_until <= now())",
            "d.status = 'claimed'",
            "commands-twice",
            ["duplicates"]),

        new(
            "fencing-off",
            "The end of an attempt is written although another one has begun or ended since.",
            "src/NotificationEndpoint/Ledger/EndTable.cs",
            " AND d.attempt = e.attempt AND d.status IN ('claimed', e.status)\n",
            "\n",
            "zombie",
            ["one winner"]),

        new(
            "unmarked",
            "An e-mail that may have gone out before is sent again without a mark.",
            "src/NotificationEndpoint/Ledger/LedgerTable.cs",
            "possible_duplicate = d.possible_duplicate OR d.status IN ('claimed', 'unknown')",
            "possible_duplicate = d.possible_duplicate",
            "answers-lost",
            ["explained"]),

        new(
            "unseen-is-unsent",
            "An e-mail whose answer did not come counts as not sent.",
            "src/NotificationEndpoint/Mail/Classification.cs",
            "new MailOutcome.Unknown($\"{relay} got the whole mail and its answer never came: {Cause(failure)}\"),",
            "new MailOutcome.Deferred($\"{relay} got the whole mail and its answer never came: {Cause(failure)}\", Blame.Relay),",
            "answers-lost",
            ["explained"]),

        new(
            "fresh-message-id",
            "Each attempt has a Message-ID of its own.",
            "src/NotificationEndpoint/Rendering/OrderConfirmationMail.cs",
            "$\"<{deliveryId:N}@",
            "$\"<{Guid.NewGuid():N}@",
            "answers-lost",
            ["identical"]),
    ];
}
