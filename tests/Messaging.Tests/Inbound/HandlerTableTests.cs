using System.Text;
using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Inbound;

[Parallelizable(ParallelScope.All)]
public sealed class HandlerTableTests
{
    private const string Type = "Notifications.Messages.SendOrderConfirmation";

    private const string Body =
        """{"OrderId":"019aa000-1111-7abc-8def-0123456789ab","PlacedAt":"2023-11-14T22:13:20.123+00:00","Customer":{"Name":"Ana","Email":"ana@example.test"},"Currency":"BRL","Locale":null,"Lines":[]}""";

    [Test]
    public async Task A_message_goes_to_the_handler_of_its_type() =>
        Assert.That(await HandleAsync(Type, Body, _ => new Outcome.Handled()), Is.TypeOf<Outcome.Handled>());

    [TestCase("", "no type")]
    [TestCase("Shop.Unknown", "Shop.Unknown")]
    public async Task An_unknown_type_cannot_succeed_later(string type, string _)
    {
        var outcome = (Outcome.Failed)await HandleAsync(type, Body, _ => new Outcome.Handled());
        Assert.That((outcome.Retry, outcome.Cause.Message), Is.EqualTo((Retry.Never, $"No handler here for a message of type '{type}' (known: {Type}).")));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("\"text\"")]
    public async Task A_body_that_cannot_be_read_cannot_succeed_later(string body)
    {
        var outcome = (Outcome.Failed)await HandleAsync(Type, body, _ => new Outcome.Handled());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Retry, Is.EqualTo(Retry.Never));
            Assert.That(outcome.Cause, Is.TypeOf<PoisonMessageException>());
        }
    }

    [TestCase("\"BRL\"", "\"BRL\",\"Currency\":\"EUR\"", "at $.Currency: Duplicate property 'Currency'")]
    [TestCase("\"BRL\"", @"""\uD800""", "at $.Currency: ")]
    [TestCase("\"BRL\"", @"""\u0000""", "at $.Currency: A text has a NUL character in it.")]
    [TestCase("\"Lines\":[]", "\"Lines\":[null]", "at $: Lines has a null in it.")]
    [TestCase("\"Lines\":[]", @"""Lines"":[{""Sku"":""A"",""Name"":null,""Quantity"":1,""UnitPrice"":1e999999}]", "at $.Lines[0].UnitPrice: ")]
    [TestCase(".123+00:00", "", "at $.PlacedAt: A time has no offset")]
    public async Task A_body_that_is_almost_a_message_says_where_it_is_not(string good, string bad, string reason)
    {
        var outcome = (Outcome.Failed)await HandleAsync(Type, Body.Replace(good, bad, StringComparison.Ordinal), _ => new Outcome.Handled());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Retry, Is.EqualTo(Retry.Never));
            Assert.That(outcome.Cause, Is.TypeOf<PoisonMessageException>());
            Assert.That(outcome.Cause.Message, Does.StartWith($"The body is not a {Type}, {reason}"));
        }
    }

    [Test]
    public async Task An_exception_of_the_handler_is_a_failure_that_may_be_tried_again()
    {
        var outcome = (Outcome.Failed)await HandleAsync(Type, Body, _ => throw new InvalidOperationException("bug"));
        Assert.That((outcome.Retry, outcome.Cause.Message), Is.EqualTo((Retry.AtOnce, "bug")));
    }

    [Test]
    public async Task Being_stopped_is_no_failure()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        Assert.That(await HandleAsync(Type, Body, context => throw new OperationCanceledException(context.Cancellation), stopping.Token), Is.TypeOf<Outcome.Abandoned>());
    }

    [Test]
    public async Task An_exception_that_is_never_retried_goes_to_the_error_queue_at_once()
    {
        var table = new HandlerTable().Add(new Handler(_ => throw new ArgumentNullException("order"))).NeverRetry(typeof(ArgumentException));
        var outcome = (Outcome.Failed)await HandleAsync(table, Type, Body);
        Assert.That((outcome.Retry, outcome.Cause.GetType()), Is.EqualTo((Retry.Never, typeof(ArgumentNullException))), "a derived type too");
    }

    [Test]
    public async Task Another_content_type_than_JSON_is_named()
    {
        var outcome = (Outcome.Failed)await HandleAsync(
            new HandlerTable().Add(new Handler(_ => new Outcome.Handled())), Type, "<order/>", new() { ["NServiceBus.ContentType"] = "text/xml" });
        Assert.That((outcome.Retry, outcome.Cause.Message), Is.EqualTo((Retry.Never, $"The content type is 'text/xml'; messages of type '{Type}' are read as application/json.")));
    }

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/vnd.shop+json")]
    public async Task JSON_by_any_of_its_names_is_read(string contentType) =>
        Assert.That(
            await HandleAsync(new HandlerTable().Add(new Handler(_ => new Outcome.Handled())), Type, Body, new() { ["NServiceBus.ContentType"] = contentType }),
            Is.TypeOf<Outcome.Handled>());

    [Test]
    public async Task A_type_that_is_derived_from_one_that_is_known_is_handled_as_that() =>
        Assert.That(
            await HandleAsync(
                new HandlerTable().Add(new Handler(_ => new Outcome.Handled())),
                "Shop.ExpressConfirmation",
                Body,
                new() { ["NServiceBus.EnclosedMessageTypes"] = $"Shop.ExpressConfirmation, Shop, Version=1.0.0.0;{Type}, Messages" }),
            Is.TypeOf<Outcome.Handled>());

    [Test]
    public async Task A_handler_that_abandons_although_nobody_stops_has_failed_for_now()
    {
        var outcome = (Outcome.Failed)await HandleAsync(Type, Body, _ => new Outcome.Abandoned());
        Assert.That((outcome.Retry, outcome.Cause.GetType()), Is.EqualTo((Retry.Later, typeof(TimeoutException))));
    }

    [Test]
    public async Task A_handler_whose_time_is_over_has_failed_for_now()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        var table = new HandlerTable().Add(new Handler(context => throw new OperationCanceledException(context.Cancellation)));
        var outcome = (Outcome.Failed)await table.HandleAsync(Message(Type, Body, []), new MessageContext("id", new Dictionary<string, string>(), 1, null, over.Token, default), giveUp: default);
        Assert.That((outcome.Retry, outcome.Cause.GetType()), Is.EqualTo((Retry.Later, typeof(TimeoutException))));
    }

    [Test]
    public async Task A_time_out_that_is_not_ours_is_a_failure() =>
        Assert.That(await HandleAsync(Type, Body, _ => throw new OperationCanceledException()), Is.TypeOf<Outcome.Failed>());

    private static Task<Outcome> HandleAsync(string type, string body, Func<MessageContext, Outcome> handle, CancellationToken stopping = default) =>
        HandleAsync(new HandlerTable().Add(new Handler(handle)), type, body, stopping: stopping);

    private static Task<Outcome> HandleAsync(
        HandlerTable table, string type, string body, Dictionary<string, string>? headers = null, CancellationToken stopping = default) =>
        table.HandleAsync(Message(type, body, headers ?? []), new MessageContext("id", headers ?? [], 1, null, stopping, stopping), stopping);

    private static IncomingMessage Message(string type, string body, Dictionary<string, string> headers) => new("id", type, headers, Encoding.UTF8.GetBytes(body), 0);

    private sealed class Handler(Func<MessageContext, Outcome> handle) : IHandle<SendOrderConfirmation>
    {
        public Task<Outcome> HandleAsync(SendOrderConfirmation message, MessageContext context) => Task.FromResult(handle(context));
    }
}
