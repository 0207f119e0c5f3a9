namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// The time one send may take, phase by phase, and what a stop does to it. Before the last block leaves, a stop abandons the send;
/// after it, nothing but the relay's answer or the end of <see cref="RelaySettings.FinalDotTimeout"/> ends it.
/// </summary>
/// <remarks>
/// Everything before the last block shares what the total leaves beside the final dot, so that the answer to the dot, where impatience
/// costs a duplicate, always gets its full time, and the total holds whatever happens.
/// </remarks>
public sealed class SendDeadline : IDisposable
{
    private const int Open = 0;
    private const int Abandoned = 1;
    private const int Committed = 2;

    private readonly RelaySettings _settings;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenRegistration _stopping;
    private volatile CancellationTokenSource _source;
    private int _state = Open;

    public SendDeadline(RelaySettings settings, TimeProvider time, CancellationToken stopping)
    {
        _settings = settings;
        _time = time;
        _started = time.GetTimestamp();
        _source = new CancellationTokenSource(BeforeLastBlock, time);
        _stopping = stopping.Register(Abandon);
    }

    /// <summary>Ends whatever the send waits for.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The stop came in time: nothing was sent and nobody is to blame.</summary>
    public bool IsAbandoned => Volatile.Read(ref _state) == Abandoned;

    private TimeSpan BeforeLastBlock => _settings.TotalTimeout - _settings.FinalDotTimeout;

    /// <summary>A new connection is being made; if a step before ran out of time, that is forgiven, though its time is gone.</summary>
    public void Connecting()
    {
        if (_source.IsCancellationRequested)
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);

        if (IsAbandoned)
            _source.Cancel(); // a stop that came between reading and replacing the source cancelled the old one

        Allow(_settings.ConnectTimeout);
    }

    /// <summary>Something was said: the relay has a command's time from now to answer.</summary>
    public void NextAnswer() => Allow(_settings.CommandTimeout);

    /// <summary>A block of content left: the relay has the time for one from now to take the next.</summary>
    public void NextBlock() => Allow(_settings.DataTimeout);

    /// <summary>Called before the last block is written.</summary>
    /// <exception cref="OperationCanceledException">Stopped or out of time in the last instant: the block must not be written.</exception>
    public void PointOfNoReturn()
    {
        if (Interlocked.CompareExchange(ref _state, Committed, Open) == Abandoned)
            throw new OperationCanceledException(Token);

        Token.ThrowIfCancellationRequested();
        _source.CancelAfter(_settings.FinalDotTimeout);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _source.Dispose();
    }

    private void Allow(TimeSpan limit)
    {
        var whole = Volatile.Read(ref _state) == Committed ? _settings.TotalTimeout : BeforeLastBlock;
        var left = whole - _time.GetElapsedTime(_started);
        var allowed = left < limit ? left : limit;
        _source.CancelAfter(allowed > TimeSpan.Zero ? allowed : TimeSpan.Zero);
    }

    private void Abandon()
    {
        if (Interlocked.CompareExchange(ref _state, Abandoned, Open) == Open)
            _source.Cancel();
    }
}
