using System.Text;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Returns;

namespace Notifications.RecoverabilityEndpoint.Tests.Returns;

public sealed class ReturnedMessageTests
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly byte[] Body = "{\"OrderId\":1}"u8.ToArray();

    private static readonly Dictionary<string, string> Failed = new()
    {
        [Headers.MessageId] = "m-1",
        [Headers.EnclosedMessageTypes] = "Shop.ShipOrder, Shop",
        [Headers.ContentType] = "text/xml",
        [Headers.ReplyToAddress] = "Shop",
        ["Tenant"] = "7",
        [Headers.Retries] = "3",
        [Headers.RetriesTimestamp] = "then",
        [Headers.FailedQueue] = "Shipping",
        [Headers.TimeOfFailure] = "then",
        [Headers.ExceptionType] = "E",
        [Headers.StackTrace] = "at",
        [Headers.EditOf] = "x",
        [Headers.TargetEndpointAddress] = "y",
        ["ServiceControl.Retry.StagingId"] = "s",
        ["ServiceControl.Retry.Attempt.MessageId"] = "a",
        [Headers.RetrySuccessful] = "forged",
        ["CC"] = "elsewhere",
    };

    [Test]
    public void It_is_what_it_was_without_its_failure_and_with_what_it_is_known_by()
    {
        var sent = ReturnedMessage.Of(Id, "of the row", new ReturnAddress("Shipping"), Failed, Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((sent.Exchange, sent.RoutingKey, sent.MustArrive), Is.EqualTo(("Shipping", "", true)));
            Assert.That(sent.Properties.MessageId, Is.EqualTo("m-1"));
            Assert.That(sent.Properties.Type, Is.EqualTo("Shop.ShipOrder"));
            Assert.That(sent.Properties.ContentType, Is.EqualTo("text/xml"));
            Assert.That(sent.Properties.ReplyTo, Is.EqualTo("Shop"));
            Assert.That(sent.Properties.Persistent, Is.True);
            Assert.That(sent.Body.ToArray(), Is.EqualTo(Body));
            Assert.That(sent.Properties.Headers, Is.EquivalentTo(new Dictionary<string, object?>
            {
                [Headers.MessageId] = "m-1",
                [Headers.EnclosedMessageTypes] = "Shop.ShipOrder, Shop",
                [Headers.ContentType] = "text/xml",
                [Headers.ReplyToAddress] = "Shop",
                ["Tenant"] = "7",
                [Headers.RetryUniqueMessageId] = Id.ToString("D"),
                [Headers.RetryAcknowledgementQueue] = "error",
            }));
        }
    }

    [Test]
    public void An_edited_copy_is_a_message_of_its_own_that_names_the_original()
    {
        var sent = ReturnedMessage.OfEdited("m-1", new ReturnAddress("Shipping"), new Dictionary<string, string>(Failed) { [Headers.RetryUniqueMessageId] = "old", [Headers.RetryAcknowledgementQueue] = "error" }, Body);
        Assert.That(sent.Properties.Headers!.Keys, Is.EquivalentTo(new[] { Headers.MessageId, Headers.EnclosedMessageTypes, Headers.ContentType, Headers.ReplyToAddress, "Tenant", Headers.EditOf }));
    }

    [Test]
    public void One_that_is_carried_on_says_for_whom_it_is() =>
        Assert.That(ReturnedMessage.Of(Id, "m-1", new ReturnAddress("Bridge", "Shipping"), Failed, Body).Properties.Headers![Headers.TargetEndpointAddress], Is.EqualTo("Shipping"));

    [Test]
    public void Without_an_id_among_its_headers_it_keeps_the_one_that_it_had_on_the_broker() =>
        Assert.That(ReturnedMessage.Of(Id, "of the row", new ReturnAddress("Shipping"), new Dictionary<string, string>(), Body).Properties.MessageId, Is.EqualTo("of the row"));

    [TestCase("{\"a\":\"b\",\"c\":null}", ExpectedResult = "a=b")]
    [TestCase("{\"a\":1}", ExpectedResult = null)]
    [TestCase("[]", ExpectedResult = null)]
    [TestCase("null", ExpectedResult = null)]
    [TestCase("{", ExpectedResult = null)]
    public string? Headers_that_cannot_be_read_are_none(string json) =>
        ReturnedMessage.ReadHeaders(Encoding.UTF8.GetBytes(json)) is { } headers ? string.Join(',', headers.Select(header => $"{header.Key}={header.Value}")) : null;
}
