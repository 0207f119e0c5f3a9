using Notifications.Messages;
using Notifications.Messaging.Inbound;
using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;
using Notifications.Testing;

namespace Notifications.Messaging.Tests.Inbound;

/// <summary>A handler that takes too long must not end as a channel that the broker closes, with everything on it.</summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class HandlerDeadlineTests : RuntimeFixture
{
    private static readonly RecoverabilitySettings OneTry = new() { ImmediateRetries = 2, DelayedRetrySeconds = "" };

    [Test]
    public async Task A_handler_that_hears_that_its_time_is_over_has_failed_and_is_not_tried_again_at_once(CancellationToken cancellation)
    {
        var slow = new RecordingHandler(async context =>
        {
            await Task.Delay(Timeout.Infinite, context.Cancellation);
            return new Outcome.Handled();
        });
        await _runtime.StartConsumerAsync(slow, cancellation, Deadline(seconds: 1), OneTry);
        var sent = await _runtime.SendAsync(1);

        var (failed, _) = await _broker.TakeAsync(Endpoints.Error, cancellation);
        Assert.That((failed.Id, failed.Headers[Headers.ExceptionType], slow.Begun.Count), Is.EqualTo((sent[0], "System.TimeoutException", 1)));
    }

    [Test]
    public async Task A_handler_that_does_not_hear_it_is_left_behind_and_its_place_goes_to_others(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var isFirst = 1;
        var deaf = new RecordingHandler(async _ =>
        {
            if (Interlocked.Exchange(ref isFirst, 0) == 1)
                await goOn.Task;
            return new Outcome.Handled();
        });
        var settings = Deadline(seconds: 1) with { Concurrency = 1, Prefetch = 1 };
        var consumer = await _runtime.StartConsumerAsync(deaf, cancellation, settings, OneTry with { DelayedRetrySeconds = "1" });
        var sent = await _runtime.SendAsync(3);

        await Eventually.TrueAsync(() => Task.FromResult(deaf.Finished.Distinct().Count() == 3), "all are handled, the first one at its second try", cancellation);
        Assert.That(deaf.Finished, Is.EquivalentTo(sent));
        Assert.That(_runtime.Log.Lines, Has.One.StartsWith("1025:"));
        await consumer.StopAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(5), cancellation);
        goOn.SetResult();
    }

    [Test]
    public async Task Stopping_does_not_wait_for_a_handler_that_does_not_hear_it_and_its_message_goes_to_another(CancellationToken cancellation)
    {
        var goOn = new TaskCompletionSource();
        var deaf = new RecordingHandler(async _ =>
        {
            await goOn.Task;
            return new Outcome.Handled();
        });
        var consumer = await _runtime.StartConsumerAsync(deaf, cancellation, new ConsumerSettings { FinishWithin = TimeSpan.Zero });
        var sent = await _runtime.SendAsync(1);
        await Eventually.TrueAsync(() => Task.FromResult(deaf.Begun.Count == 1), "it is being handled", cancellation);

        await consumer.StopAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(20), cancellation);

        var other = new RecordingHandler(_ => new Outcome.Handled());
        await _runtime.StartConsumerAsync(other, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(other.Finished.Count == 1), "another has it", cancellation);
        Assert.That(other.Finished, Is.EqualTo(sent));
        Assert.That(_runtime.Log.Lines, Has.One.StartsWith("1026:"));
        goOn.SetResult();
    }

    private static ConsumerSettings Deadline(int seconds) => new() { HandlerDeadline = TimeSpan.FromSeconds(seconds) };
}
