using Notifications.Messaging.Inbound;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
public sealed class MessageContextTests
{
    [TestCase(Headers.RetryUniqueMessageId, ExpectedResult = true)]
    [TestCase(Headers.EditOf, ExpectedResult = true)]
    [TestCase(Headers.RetryAcknowledgementQueue, ExpectedResult = false)]
    public bool What_an_operator_sends_back_is_known_by_its_headers_as_it_was_or_edited(string header) =>
        new MessageContext("id", new Dictionary<string, string> { [header] = "x" }, Attempt: 1, NextDelay: null, CancellationToken.None, CancellationToken.None).IsSentBackByOperator;
}
