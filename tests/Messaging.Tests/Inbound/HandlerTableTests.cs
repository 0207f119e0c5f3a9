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
        Assert.That(await HandleAsync(Type, Body, context => throw new OperationCanceledException(context.Stopping), stopping.Token), Is.TypeOf<Outcome.Abandoned>());
    }

    [Test]
    public async Task A_time_out_that_is_not_ours_is_a_failure() =>
        Assert.That(await HandleAsync(Type, Body, _ => throw new OperationCanceledException()), Is.TypeOf<Outcome.Failed>());

    private static Task<Outcome> HandleAsync(string type, string body, Func<MessageContext, Outcome> handle, CancellationToken stopping = default) =>
        new HandlerTable().Add(new Handler(handle)).HandleAsync(
            new IncomingMessage("id", type, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body), 0), nextDelay: null, stopping);

    private sealed class Handler(Func<MessageContext, Outcome> handle) : IHandle<SendOrderConfirmation>
    {
        public Task<Outcome> HandleAsync(SendOrderConfirmation message, MessageContext context) => Task.FromResult(handle(context));
    }
}
