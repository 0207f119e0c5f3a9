namespace Notifications.MailCatcher.Smtp;

/// <summary>Counts the clients.</summary>
public sealed class SmtpConnections
{
    private int _open;
    private long _ever;

    /// <summary>Connected now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connected since the start.</summary>
    public long Ever => Volatile.Read(ref _ever);

    internal int Enter()
    {
        Interlocked.Increment(ref _ever);
        return Interlocked.Increment(ref _open);
    }

    internal void Leave() => Interlocked.Decrement(ref _open);
}
