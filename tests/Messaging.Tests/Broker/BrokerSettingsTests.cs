using Notifications.Messaging.Broker;

namespace Notifications.Messaging.Tests.Broker;

[Parallelizable(ParallelScope.All)]
public sealed class BrokerSettingsTests
{
    [TestCase("amqp://user:password@host/vhost")]
    [TestCase("amqps://user:pass%2Fword%40@host:5671/%2F")]
    [TestCase("amqp://host")]
    [TestCase("amqp://user:password@a:5672,b:5673,c/vhost")]
    [TestCase("amqps://user:pass,word@[::1]:5671,b/%2F")]
    public void An_address_is_one(string uri) => Assert.That(new BrokerSettings { Uri = uri }.Problems(), Is.Empty);

    [TestCase("amqp://user:12/secret@host/vhost", "Broker:Uri has an @ behind the address")]
    [TestCase("amqp://user:12/secret@host", "Broker:Uri has an @ behind the address")]
    [TestCase("amqp://user:to@p/secret@host/vhost", "Broker:Uri has an @ behind the address")]
    [TestCase("amqp://user:top/secret@host/vhost", "Broker:Uri is not an AMQP address")]
    [TestCase("amqp://user:12#secret@host/vhost", "Broker:Uri has an @ behind the address")]
    [TestCase("amqp://user:12?secret@host/vhost", "Broker:Uri has an @ behind the address")]
    [TestCase("amqp://user:secret@host/vhost?heartbeat=5", "Broker:Uri has parameters behind a ?")]
    [TestCase("http://user:secret@host/vhost", "Broker:Uri is not an AMQP address")]
    [TestCase("amqp://user:secret@a,/vhost", "Broker:Uri is not an AMQP address")]
    [TestCase("amqp://user:secret@a:5672,b:no/vhost", "Broker:Uri is not an AMQP address")]
    [TestCase("amqp://user:top,/secret@a,b/vhost", "Broker:Uri is not an AMQP address")]
    public void A_password_that_is_not_escaped_is_not_shown(string uri, string sentence)
    {
        var problems = string.Join(' ', new BrokerSettings { Uri = uri }.Problems());
        Assert.That(problems, Does.StartWith(sentence).And.Not.Contain("secret"));
    }
}
