using System.Diagnostics;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Tests.Conformance;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Wire;

[Parallelizable(ParallelScope.All)]
public sealed class OutgoingMessageTests
{
    private static readonly EndpointIdentity Shop = new("Shop", Receives: true);
    private static readonly EndpointIdentity SendOnly = new("Website", Receives: false);
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_command_says_who_sent_it_when_and_where_a_reply_goes()
    {
        var command = OutgoingMessage.Command(Guid.NewGuid(), "Warehouse", new Ask("?"), Shop, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((command.Destination, command.Type, command.IsEvent), Is.EqualTo(("Warehouse", "Tests.Messages.Ask", false)));
            Assert.That(command.Headers, Is.EquivalentTo(new Dictionary<string, string>
            {
                ["NServiceBus.MessageIntent"] = "Send",
                ["NServiceBus.OriginatingEndpoint"] = "Shop",
                ["NServiceBus.OriginatingMachine"] = Environment.MachineName,
                ["$.diagnostics.originating.hostid"] = $"{Shop.HostId:N}",
                ["NServiceBus.TimeSent"] = "2026-11-25 08:00:00:000000 Z",
                ["NServiceBus.OpenTelemetry.StartNewTrace"] = "False",
                ["NServiceBus.ReplyToAddress"] = "Shop",
            }));
        }
    }

    [Test]
    public void An_event_goes_to_the_exchange_of_its_type_and_starts_traces_of_its_own()
    {
        var happened = OutgoingMessage.Event(Guid.NewGuid(), new Happened("paid"), Shop, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((happened.Destination, happened.IsEvent), Is.EqualTo(("Tests.Messages:Happened", true)));
            Assert.That(happened.Headers["NServiceBus.MessageIntent"], Is.EqualTo("Publish"));
            Assert.That(happened.Headers["NServiceBus.OpenTelemetry.StartNewTrace"], Is.EqualTo("True"));
            Assert.That(Publication.Of(happened, Now).MustArrive, Is.False);
        }
    }

    [Test]
    public void A_sender_without_a_queue_gives_no_address_for_replies() =>
        Assert.That(OutgoingMessage.Command(Guid.NewGuid(), "Warehouse", new Ask("?"), SendOnly, Now).Headers.Keys, Does.Not.Contain("NServiceBus.ReplyToAddress"));

    [Test]
    public void A_reply_goes_to_who_asked_and_belongs_to_the_conversation()
    {
        var request = Context(new() { ["NServiceBus.ReplyToAddress"] = "Website", ["NServiceBus.CorrelationId"] = "c", ["NServiceBus.ConversationId"] = "v" });
        var reply = OutgoingMessage.Reply(Guid.NewGuid(), request, new Answer("!"), Shop, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Destination, Is.EqualTo("Website"));
            Assert.That(reply.Headers["NServiceBus.MessageIntent"], Is.EqualTo("Reply"));
            Assert.That(reply.Headers["NServiceBus.RelatedTo"], Is.EqualTo("42"));
            Assert.That(reply.Headers["NServiceBus.CorrelationId"], Is.EqualTo("c"));
            Assert.That(reply.Headers["NServiceBus.ConversationId"], Is.EqualTo("v"));
        }
    }

    [Test]
    public void A_request_that_nobody_can_reply_to_is_named() => Assert.That(
        () => OutgoingMessage.Reply(Guid.NewGuid(), Context([]), new Answer("!"), Shop, Now),
        Throws.InvalidOperationException.With.Message.Contains("Message 42 cannot be replied to: it has no header NServiceBus.ReplyToAddress"));

    [Test]
    public void An_event_cannot_be_delayed() => Assert.That(
        () => OutgoingMessage.Event(Guid.NewGuid(), new Happened("paid"), Shop, Now).NotBefore(Now.AddSeconds(1)),
        Throws.InvalidOperationException.With.Message.Contains("Tests.Messages.Happened is an event"));

    [TestCase(-5, 0, TestName = "One that is due already goes straight to its address")]
    [TestCase(0, 0, TestName = "One that is due now too")]
    [TestCase(0.2, 1, TestName = "A fraction of a second is rounded up")]
    [TestCase(90, 90, TestName = "Whole seconds are kept")]
    public void Delayed(double seconds, int expected)
    {
        var command = OutgoingMessage.Command(Guid.NewGuid(), "Warehouse", new Ask("?"), Shop, Now).NotBefore(Now.AddSeconds(seconds));
        var publication = Publication.Of(command, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(publication.DelaySeconds, Is.EqualTo(expected));
            Assert.That(publication.Exchange, Is.EqualTo(expected == 0 ? "Warehouse" : expected == 1 ? "nsb.v2.delay-level-00" : "nsb.v2.delay-level-06"));
            Assert.That(
                publication.Properties.Headers!.Where(header => header.Key == "NServiceBus.Transport.RabbitMQ.DelayInSeconds").Select(header => header.Value),
                Is.EqualTo(expected == 0 ? [] : new object[] { expected }));
            Assert.That(publication.Properties.Headers!["NServiceBus.DeliverAt"], Is.EqualTo(WireTime.Write(Now.AddSeconds(seconds))));
        }
    }

    [Test]
    public void Each_publication_says_when_it_was_made_and_the_stored_message_does_not()
    {
        var command = OutgoingMessage.Command(Guid.NewGuid(), "Warehouse", new Ask("?"), Shop, Now);
        var publications = new[] { Now.AddHours(1), Now.AddHours(2) }.Select(time => Publication.Of(command, time).Properties.Headers!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(publications.Select(headers => headers["Notifications.PublishedAt"]), Is.EqualTo(new[] { "2026-11-25 09:00:00:000000 Z", "2026-11-25 10:00:00:000000 Z" }));
            Assert.That(publications.Select(headers => headers["NServiceBus.TimeSent"]), Is.All.EqualTo("2026-11-25 08:00:00:000000 Z"));
            Assert.That(command.Headers.Keys, Does.Not.Contain("Notifications.PublishedAt"));
        }
    }

    [TestCase("2026-11-25 09:00:00:000000 Z", ExpectedResult = "2026-11-25T09:00:00.0000000+00:00")]
    [TestCase("2026-11-25T09:00:00Z", ExpectedResult = null)]
    [TestCase("2026-13-45 99:00:00:000000 Z", ExpectedResult = null)]
    [TestCase("2026-11-25 09:00:00:000000 Z\r\n", ExpectedResult = null)]
    [TestCase("", ExpectedResult = null)]
    [TestCase(null, ExpectedResult = null)]
    public string? A_receiver_reads_the_time_of_publishing_or_takes_it_for_not_given(string? header) =>
        Context(header is null ? [] : new() { ["Notifications.PublishedAt"] = header }).PublishedAt?.ToString("O");

    [Test]
    public void A_wait_of_a_hundred_years_is_cut_to_what_the_infrastructure_holds() =>
        Assert.That(Publication.Of(OutgoingMessage.Command(Guid.NewGuid(), "Warehouse", new Ask("?"), Shop, Now).NotBefore(Now.AddYears(100)), Now).DelaySeconds, Is.EqualTo((1 << 28) - 1));

    [Test]
    public void The_trace_that_it_was_made_in_goes_along()
    {
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("tenant", "a b").Start();
        request.TraceStateString = "vendor=1";
        var command = OutgoingMessage.Command(Guid.NewGuid(), "Warehouse", new Ask("?"), Shop, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(command.Headers["traceparent"], Is.EqualTo(request.Id));
            Assert.That(command.Headers["tracestate"], Is.EqualTo("vendor=1"));
            Assert.That(command.Headers["baggage"], Is.EqualTo("tenant=a%20b"));
        }
    }

    private static MessageContext Context(Dictionary<string, string> headers) => new("42", headers, 1, null, CancellationToken.None, CancellationToken.None);
}
