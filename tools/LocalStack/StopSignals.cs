using System.Runtime.InteropServices;

namespace Notifications.LocalStack;

/// <summary>
/// Turns Ctrl-C, SIGTERM and a closed terminal into a cancellation: what was started is then stopped in order. Repeated
/// signals change nothing; every step of stopping has its own limit.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    // Kept: a registration that is collected gives the signal back its default, which is to end us at once.
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}
