using Notifications.Messaging.Diagnostics;

namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>Prepares operations, slice after slice, while there are any. Database away: what was asked for stays in its row, and is looked for again.</summary>
internal sealed class OperationLoop(Preparation preparation, TimeProvider time, ILogger<OperationLoop> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WhileOthersAreAtIt = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Outage _preparing = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await StepAsync(stoppingToken) is { } pause)
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long to wait before the next; null: not at all.</returns>
    private async Task<TimeSpan?> StepAsync(CancellationToken stopping)
    {
        try
        {
            var step = await preparation.StepAsync(stopping);
            if (_preparing.Worked() is { } leftOut)
                log.PreparesAgain(leftOut);
            return step switch
            {
                PreparationStep.Went => null,
                PreparationStep.Busy => WhileOthersAreAtIt,
                _ => LookEvery,
            };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            if (_preparing.Failed() is { } leftOut) // whatever it was: a loop that ends for ever is found too late
                log.NotPrepared(FailureText.ReasonOf(failure), AfterFailure, leftOut, FailureText.StackOf(failure));
            return AfterFailure;
        }
    }
}
