using System.Text;
using System.Text.Json;
using Notifications.Messaging.Wire;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Ingestion;

namespace Notifications.RecoverabilityEndpoint.Tests.Ingestion;

[Parallelizable(ParallelScope.All)]
public sealed class ArrivalReaderTests
{
    private static readonly DateTimeOffset Now = FailedMessage.Time.AddMinutes(1);

    [Test]
    public void A_failure_says_what_failed_where_when_and_why()
    {
        var failure = Failure(FailedMessage.Of("42", headers: [("NServiceBus.TimeSent", "2026-11-25 09:14:22:940000 Z"), ("$.diagnostics.hostid", "52a45fc1d332666fb07a442a7583d759")]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Id, Is.EqualTo(NamedId.OfMessage("42", "Shop")));
            Assert.That(failure.MessageId, Is.EqualTo("42"));
            Assert.That(failure.MessageType, Is.EqualTo("Shop.Messages.PlaceOrder"));
            Assert.That(failure.ReceivingEndpoint, Is.EqualTo("Shop"));
            Assert.That(failure.ReceivingHostId, Is.EqualTo(Guid.Parse("52a45fc1d332666fb07a442a7583d759")));
            Assert.That(failure.QueueAddress, Is.EqualTo("shop.queue"));
            Assert.That(failure.FailedAt, Is.EqualTo(FailedMessage.Time));
            Assert.That(failure.TimeSent, Is.EqualTo(FailedMessage.Time.AddSeconds(-1.06)));
            Assert.That(failure.ExceptionMessage, Is.EqualTo("no stock"));
            Assert.That(failure.Unreadable, Is.Null);
            Assert.That(JsonSerializer.Deserialize<Dictionary<string, string>>(failure.Headers), Contains.Key("NServiceBus.FailedQ"));
            Assert.That(failure.Groups.Select(group => $"{group.Classifier}: {group.Title}"), Is.EqualTo(new[]
            {
                "Exception Type and Stack Trace: System.InvalidOperationException: Shop.Stock.Read(Int32 id)",
                "Message Type: Shop.Messages.PlaceOrder",
                "Endpoint Address: shop.queue",
                "Endpoint Instance: Shop on vm/7",
                "Endpoint Name: Shop",
            }));
        }
    }

    [Test]
    public void Its_id_is_the_one_that_it_was_sent_back_with()
    {
        var id = Guid.NewGuid();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Failure(FailedMessage.Of("42", headers: (Headers.RetryUniqueMessageId, $"{id:D}"))).Id, Is.EqualTo(id));
            Assert.That(Failure(FailedMessage.Of("42", headers: (Headers.RetryUniqueMessageId, "other"))).Id, Is.EqualTo(NamedId.Of("other")));
            Assert.That(Failure(FailedMessage.Of("42", headers: [(Headers.ProcessingEndpoint, null), (Headers.FailedQueue, "q@machine")])).Id, Is.EqualTo(NamedId.OfMessage("42", "q")));
        }
    }

    [Test]
    public void The_same_failure_has_the_same_attempt_and_another_one_another()
    {
        var (one, copy, later) = (Failure(FailedMessage.Of("42")), Failure(FailedMessage.Of("42")), Failure(FailedMessage.Of("42", FailedMessage.Time.AddSeconds(1))));
        var (timeless, itsCopy, other) = (Failure(Timeless("{}")), Failure(Timeless("{}")), Failure(Timeless("{ }")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.AttemptId, Is.EqualTo(one.AttemptId));
            Assert.That(later.AttemptId, Is.Not.EqualTo(one.AttemptId));
            Assert.That(itsCopy.AttemptId, Is.EqualTo(timeless.AttemptId));
            Assert.That(other.AttemptId, Is.Not.EqualTo(timeless.AttemptId));
            Assert.That((timeless.FailedAt, timeless.Unreadable), Is.EqualTo(((DateTimeOffset?)null, (string?)null)));
        }

        static IncomingMessage Timeless(string body) => FailedMessage.Of("42", body: body, headers: (Headers.TimeOfFailure, null));
    }

    private static IEnumerable<TestCaseData> Unreadable()
    {
        yield return Case("no queue", ArrivalReader.NoQueue, null, (Headers.FailedQueue, null));
        yield return Case("an empty queue", ArrivalReader.NoQueue, null, (Headers.FailedQueue, ""));
        yield return Case("a queue's name of 256 bytes", ArrivalReader.ImpossibleQueue, null, (Headers.FailedQueue, new string('ü', 128)));
        yield return Case("a NUL in the queue's name", ArrivalReader.ImpossibleQueue, null, (Headers.FailedQueue, "a\0b"));
        yield return Case("a time that is none", ArrivalReader.NoTime, "shop.queue", (Headers.TimeOfFailure, "yesterday"));
        yield return Case("a time long ago", ArrivalReader.NoTime, "shop.queue", (Headers.TimeOfFailure, "0001-01-01 00:00:00:000000 Z"));
        yield return Case("a time to come", ArrivalReader.NoTime, "shop.queue", (Headers.TimeOfFailure, "9999-12-31 23:59:59:999999 Z"));
        yield return Case("nothing acknowledged", ArrivalReader.AcknowledgesNothing, null, (Headers.RetrySuccessful, "x"), (Headers.FailedQueue, null));
    }

    [TestCaseSource(nameof(Unreadable))]
    public void What_cannot_be_read_says_so_and_has_a_group_of_its_own(IncomingMessage message, string sentence, string? queue)
    {
        var failure = Failure(message);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Unreadable, Is.EqualTo(sentence));
            Assert.That(failure.QueueAddress, Is.EqualTo(queue), "where it can be sent back to");
            Assert.That(failure.Groups[0].Title, Is.EqualTo($"Unreadable: {sentence}"));
            Assert.That(failure.Body.ToArray(), Is.EqualTo(message.Body.ToArray()));
        }
    }

    [Test]
    public void Text_is_bounded_and_without_NUL_and_halves_of_characters()
    {
        var failure = Failure(FailedMessage.Of(
            new string('i', 10_000),
            headers: [(Headers.ExceptionMessage, $"a\0b\uD800{new string('m', 100_000)}"), (Headers.EnclosedMessageTypes, new string('t', 10_000)), (Headers.StackTrace, new string('s', 1_000_000)), (Headers.ExceptionType, $"{new string('e', 499)}\U0001F600")]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.ExceptionMessage, Does.StartWith("a\uFFFDb\uFFFDm").And.Length.EqualTo(16_384));
            Assert.That(failure.ExceptionType, Is.EqualTo($"{new string('e', 499)}\uFFFD"));
            Assert.That(failure.MessageId, Has.Length.EqualTo(255));
            Assert.That(failure.MessageType, Has.Length.EqualTo(500));
            Assert.That(failure.StackTrace, Has.Length.EqualTo(65_536));
            Assert.That(failure.Groups.Select(group => group.Title.Length), Is.All.LessThanOrEqualTo(1_000));
            Assert.That(failure.Id, Is.EqualTo(NamedId.OfMessage(new string('i', 10_000), "Shop")), "made of all of it");
        }
    }

    [Test]
    public void Two_messages_without_an_id_are_not_taken_for_one_because_their_bodies_are_equal()
    {
        var ids = new[] { "a", "b", "b" }.Select(queue => Failure(Delivered(queue)).Id).ToList();
        Assert.That(ids[1], Is.EqualTo(ids[2]).And.Not.EqualTo(ids[0]));

        static IncomingMessage Delivered(string queue) => AmqpMapping.FromDelivery(new RabbitMQ.Client.Events.BasicDeliverEventArgs(
            "", 1, false, "", "", new RabbitMQ.Client.BasicProperties { Headers = new Dictionary<string, object?> { [Headers.FailedQueue] = Encoding.UTF8.GetBytes(queue) } }, ReadOnlyMemory<byte>.Empty));
    }

    [Test]
    public void An_acknowledgement_is_one_unless_it_has_failed_itself()
    {
        var acknowledgement = FailedMessage.Acknowledgement("42");
        var failed = FailedMessage.Of("42", headers: [.. acknowledgement.Headers.Select(header => (header.Key, (string?)header.Value))]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ArrivalReader.Read(acknowledgement, Now), Is.EqualTo(new Arrival.Acknowledged(FailedMessage.IdOf("42"))));
            Assert.That(ArrivalReader.Read(failed, Now), Is.TypeOf<Arrival.Failed>());
        }
    }

    [TestCase("X: y\n   at A.B.C(D d) in /f.cs:line 1\n   at E.F()", "A.B.C(D d)")]
    [TestCase("X: we were\n at home\n   at A.B.C()", "A.B.C()", TestName = "A sentence is no method")]
    [TestCase("java.lang.X: y\n\tat com.shop.A.b(A.java:12)", "com.shop.A.b(A.java:12)")]
    [TestCase("X: never thrown", null)]
    [TestCase("", null)]
    public void The_top_frame_is_a_method_without_its_file(string stackTrace, string? frame) => Assert.That(TopFrame.Of(stackTrace), Is.EqualTo(frame));

    private static Failure Failure(IncomingMessage message) => ((Arrival.Failed)ArrivalReader.Read(message, Now)).Failure;

    private static TestCaseData Case(string name, string sentence, string? queue, params (string Name, string? Value)[] headers) =>
        new TestCaseData(FailedMessage.Of("42", headers: headers), sentence, queue).SetArgDisplayNames(name);
}
