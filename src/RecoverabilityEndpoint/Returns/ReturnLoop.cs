using Notifications.Messaging.Broker;
using Notifications.Messaging.Diagnostics;
using Notifications.RecoverabilityEndpoint.Operations;

namespace Notifications.RecoverabilityEndpoint.Returns;

/// <summary>Sends messages back, round after round, at the rate that is set. Without a broker or a database it waits for them.</summary>
internal sealed class ReturnLoop(ReturnRound round, ReturnSignal signal, Publisher publisher, ReturnsSettings settings, TimeProvider time, ILogger<ReturnLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Outage _returning = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ReturnTelemetry.BeginAtZero();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                if (_returning.Failed() is { } leftOut) // whatever it was: a loop that ends for ever is found too late
                    log.ReturnsFail(FailureText.ReasonOf(failure), AfterFailure, leftOut, FailureText.StackOf(failure));
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var sent = publisher.IsReady ? await round.RunAsync(stopping) : null;
        if (_returning.Worked() is { } leftOut)
            log.ReturnsAgain(leftOut);
        if (sent is not { } count)
            await signal.WaitAsync(LookEvery, stopping);
        else if (Pace.Rest(count, time.GetElapsedTime(began), settings) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, time, stopping);
    }
}
