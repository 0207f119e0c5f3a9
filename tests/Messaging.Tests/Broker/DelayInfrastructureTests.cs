using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Tests.Broker;

[Parallelizable(ParallelScope.All)]
public sealed class DelayInfrastructureTests
{
    [Test]
    public void A_routing_key_has_28_digits_and_then_the_address() =>
        Assert.That(
            DelayInfrastructure.RoutingKey(2, "Shop.Worker"),
            Is.EqualTo("0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.Shop.Worker"));

    [TestCase(1, "nsb.v2.delay-level-00")]
    [TestCase(2, "nsb.v2.delay-level-01")]
    [TestCase(60, "nsb.v2.delay-level-05")]
    [TestCase((1 << 28) - 1, "nsb.v2.delay-level-27")]
    public void A_message_enters_at_its_highest_digit(int seconds, string exchange) =>
        Assert.That(DelayInfrastructure.Entry(seconds), Is.EqualTo(exchange));

    [TestCase(-1, 1)]
    [TestCase(0, 1)]
    [TestCase(0.2, 1)]
    [TestCase(5, 5)]
    [TestCase(5.001, 6)]
    public void Seconds_are_rounded_up_because_early_is_wrong(double delay, int seconds) =>
        Assert.That(DelayInfrastructure.Seconds(TimeSpan.FromSeconds(delay)), Is.EqualTo(seconds));

    [Test]
    public void A_delay_beyond_the_highest_level_is_refused() =>
        Assert.That(() => DelayInfrastructure.Seconds(DelayInfrastructure.Longest + TimeSpan.FromSeconds(1)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Levels_have_the_names_and_arguments_that_NServiceBus_declares()
    {
        var level3 = DelayInfrastructure.Declarations.OfType<Declaration.Queue>().Single(queue => queue.Name == "nsb.v2.delay-level-03");
        Assert.That(level3.Arguments, Is.EquivalentTo(new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
            ["x-message-ttl"] = 8_000L,
            ["x-dead-letter-exchange"] = "nsb.v2.delay-level-02",
        }));
    }

    [Test]
    public void The_lowest_level_leads_to_the_delivery_exchange()
    {
        var bindings = DelayInfrastructure.Declarations.OfType<Declaration.ExchangeBinding>().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bindings, Has.Count.EqualTo(28));
            Assert.That(bindings[0], Is.EqualTo(new Declaration.ExchangeBinding(
                "nsb.v2.delay-level-00", "nsb.v2.delay-delivery", string.Concat(Enumerable.Repeat("*.", 27)) + "0.#")));
            Assert.That(bindings[27], Is.EqualTo(new Declaration.ExchangeBinding("nsb.v2.delay-level-27", "nsb.v2.delay-level-26", "0.#")));
        }
    }
}
