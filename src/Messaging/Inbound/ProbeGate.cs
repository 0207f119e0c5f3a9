using Notifications.Messaging.Recoverability;

namespace Notifications.Messaging.Inbound;

/// <summary>While the circuit is closed nobody waits here. While it is open, messages pass one at a time, each after a pause, until one closes it.</summary>
internal sealed class ProbeGate(FailureCircuit circuit, TimeSpan pause, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public FailureCircuit Circuit => circuit;

    /// <returns>To be disposed when the message has its outcome: the next one's turn.</returns>
    /// <exception cref="OperationCanceledException">We have to stop.</exception>
    public async Task<Turn> EnterAsync(CancellationToken giveUp)
    {
        if (!circuit.IsOpen)
            return new Turn(null);
        await _turn.WaitAsync(giveUp);
        var turn = new Turn(_turn);
        if (circuit.IsOpen)
            await Task.Delay(pause, time, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (circuit.IsOpen && !giveUp.IsCancellationRequested)
            return turn;
        turn.Dispose();
        giveUp.ThrowIfCancellationRequested();
        return new Turn(null);
    }

    public void Dispose() => _turn.Dispose();

    internal readonly struct Turn(SemaphoreSlim? turn) : IDisposable
    {
        public void Dispose() => turn?.Release();
    }
}
