using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Tests.Broker;

[Parallelizable(ParallelScope.All)]
public sealed class BrokerNodesTests
{
    [TestCase("amqp://host", ExpectedResult = new[] { "amqp://host" })]
    [TestCase("amqp://u:p@a:5672,b:5673,c/shop", ExpectedResult = new[] { "amqp://u:p@a:5672/shop", "amqp://u:p@b:5673/shop", "amqp://u:p@c/shop" })]
    [TestCase("amqps://u:p,w@a, b/%2F", ExpectedResult = new[] { "amqps://u:p,w@a/%2F", "amqps://u:p,w@b/%2F" })]
    [TestCase("amqp://u,x@[::1]:5671,[::2]?q", ExpectedResult = new[] { "amqp://u,x@[::1]:5671?q", "amqp://u,x@[::2]?q" })]
    [TestCase("amqp://a/b,c@d", ExpectedResult = new[] { "amqp://a/b,c@d" })]
    [TestCase("amqp://", ExpectedResult = new[] { "amqp://" })]
    [TestCase("a,b", ExpectedResult = new[] { "a", "b" })]
    [TestCase("", ExpectedResult = new[] { "" })]
    public string[] Commas_among_hosts_separate_nodes(string uri) => [.. BrokerNodes.Split(uri)];

    [TestCase(0, "a b c a b")]
    [TestCase(2, "c a b c a")]
    public void Each_node_has_its_turn_and_the_one_that_was_tried_last_waits_longest(int first, string order)
    {
        var nodes = new BrokerNodes(BrokerNodes.Read("amqp://u:p@a,b,c/shop"), first);
        Assert.That(Enumerable.Range(0, 5).Select(_ => nodes.Next().Host), Is.EqualTo(order.Split(' ')));
    }

    [Test]
    public void Processes_begin_at_different_nodes()
    {
        var settings = new BrokerSettings { Uri = "amqp://u:p@a,b,c/shop" };
        Assert.That(Enumerable.Range(0, 200).Select(_ => BrokerNodes.Of(settings).Next().Host).Distinct().Order(), Is.EqualTo(new[] { "a", "b", "c" }));
    }
}
