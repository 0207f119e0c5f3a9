namespace Notifications.Messaging.Recoverability;

/// <summary>
/// When message after message fails, nobody knows why, and none succeeds, it is not the messages' fault: the circuit opens, and what fails like
/// that from then on spends no attempt. One that succeeds closes it. A few bad messages never open it, however often they are tried: different
/// ones are counted. No I/O, no clock; safe for many callers.
/// </summary>
/// <param name="opensAfter">Different messages that fail in a row; 0 switches it off.</param>
public sealed class FailureCircuit(int opensAfter)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _failedInARow = [];
    private volatile bool _isOpen;

    public bool IsOpen => _isOpen;

    /// <returns>True when the circuit has opened or closed by this outcome.</returns>
    public bool Note(string messageId, Outcome outcome)
    {
        lock (_lock)
        {
            var was = _isOpen;
            switch (outcome)
            {
                case Outcome.Handled:
                    _failedInARow.Clear();
                    _isOpen = false;
                    break;
                // A failure whose cause is known, because it needs time or can never succeed, says nothing about the others; nor does being put off.
                case Outcome.Failed { Retry: Retry.AtOnce } when !_isOpen && opensAfter > 0:
                    _failedInARow.Add(messageId);
                    _isOpen = _failedInARow.Count >= opensAfter;
                    break;
            }

            return was != _isOpen;
        }
    }
}
