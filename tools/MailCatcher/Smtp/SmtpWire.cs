using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Notifications.MailCatcher.Smtp;

/// <summary>
/// The bytes of one connection: lines and content in, replies out. Replies are sent when nothing that the client has already written is
/// left to answer: one packet for a whole pipeline of commands, and none held back from a client that waits.
/// </summary>
internal sealed class SmtpWire : IAsyncDisposable
{
    // RFC 5321 asks for 512; addresses beyond ASCII and parameters ask for more.
    private const int LongestLine = 4096;

    private readonly ConnectionContext _connection;
    private readonly MailCatcherSettings _settings;
    private readonly ITimer _idle;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenRegistration _stopping;
    private readonly CancellationToken _stop;
    private ReadOnlySequence<byte> _unread;
    private long _waitingSince;
    private bool _holding, _skipping, _ended;

    public SmtpWire(ConnectionContext connection, MailCatcherSettings settings)
    {
        _connection = connection;
        _settings = settings;
        _stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        _over = CancellationTokenSource.CreateLinkedTokenSource(_stop, connection.ConnectionClosed);
        _idle = settings.Time.CreateTimer(wire => ((SmtpWire)wire!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stopping = _stop.Register(wire => ((SmtpWire)wire!).Wake(), this);
    }

    /// <summary>Ends when the client has gone or we are stopping.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The client, or something between it and us, has ended the connection.</summary>
    public bool IsGone => _connection.ConnectionClosed.IsCancellationRequested;

    /// <summary>What was written last; whoever wants to know whether anything was sets it to null before.</summary>
    public string? Reply { get; set; }

    /// <summary>The line that <see cref="ReadLineAsync"/> found complete, without its CR LF.</summary>
    public string Line { get; private set; } = "";

    public async ValueTask<SmtpInput> ReadLineAsync()
    {
        while (true)
        {
            if (TryTakeLine() is { } line)
                return line;
            if (await ReadMoreAsync() is { } end)
                return end;
        }
    }

    public async ValueTask<SmtpInput> ReadContentAsync(SmtpContent content)
    {
        while (true)
        {
            var taken = 0L;
            foreach (var piece in _unread)
                taken += content.Take(piece.Span);
            _unread = _unread.Slice(taken);

            if (content.IsComplete)
                return SmtpInput.Complete;
            if (await ReadMoreAsync() is { } end)
                return end;
        }
    }

    /// <summary>Waits for the first bytes of a content, and leaves them.</summary>
    public async ValueTask<SmtpInput> ReadAnythingAsync()
    {
        while (_unread.IsEmpty)
        {
            if (await ReadMoreAsync() is { } end)
                return end;
        }

        return SmtpInput.Complete;
    }

    public void Write(string reply)
    {
        var output = _connection.Transport.Output;
        Encoding.UTF8.GetBytes(reply, output);
        output.Write("\r\n"u8);
        Reply = reply;
    }

    /// <returns>Whether somebody still takes our answers.</returns>
    public async ValueTask<bool> FlushAsync()
    {
        if (_connection.Transport.Output.UnflushedBytes == 0)
            return true;

        _waitingSince = _settings.Time.GetTimestamp();
        var flush = _connection.Transport.Output.FlushAsync();
        if (!flush.IsCompleted)
            WakeWhenIdle();
        var result = await flush;
        if (!result.IsCanceled || !IsIdle)
            return !result.IsCompleted;

        Cut(); // A client that does not read would not read a 421 either.
        return false;
    }

    /// <summary>Breaks the connection: the client sees a reset, or the end, in place of an answer.</summary>
    public void Cut()
    {
        // Close at once and throw away what was not sent: an orderly end would first deliver it.
        if (_connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            socket.LingerState = new(true, 0);
        _connection.Abort(new ConnectionAbortedException("Cut by a fault."));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        await _idle.DisposeAsync();
        _over.Dispose();
    }

    private SmtpInput? TryTakeLine()
    {
        if (_unread.PositionOf((byte)'\n') is not { } newline)
        {
            if (_skipping || _unread.Length > LongestLine)
            {
                _skipping = true;
                _unread = _unread.Slice(_unread.End);
            }

            return null;
        }

        var line = _unread.Slice(0, newline);
        _unread = _unread.Slice(_unread.GetPosition(1, newline));
        if (_skipping || line.Length > LongestLine)
        {
            _skipping = false;
            return SmtpInput.LineTooLong;
        }

        return Decode(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
    }

    private SmtpInput Decode(ReadOnlySpan<byte> line)
    {
        if (!line.EndsWith("\r"u8))
            return SmtpInput.BareLineFeed;

        line = line[..^1];
        if (line.ContainsAnyInRange((byte)0, (byte)31) || line.Contains((byte)127) || !Utf8.IsValid(line))
            return SmtpInput.NotText;

        Line = Encoding.UTF8.GetString(line);
        return SmtpInput.Complete;
    }

    // Null: there is more.
    private async ValueTask<SmtpInput?> ReadMoreAsync()
    {
        var input = _connection.Transport.Input;
        if (_holding)
            input.AdvanceTo(_unread.Start, _unread.End);
        _holding = false;
        _unread = default;

        if (!await FlushAsync() || _ended)
            return SmtpInput.Gone;
        // Asked before each wait, because a wake-up may have met no wait.
        if (_stop.IsCancellationRequested)
            return SmtpInput.Stopping;

        _waitingSince = _settings.Time.GetTimestamp();
        var read = input.ReadAsync();
        if (!read.IsCompleted)
            WakeWhenIdle();
        var result = await read;
        _holding = true;
        _ended = result.IsCompleted;
        _unread = result.Buffer;

        if (!result.IsCanceled)
            return null;
        return _stop.IsCancellationRequested ? SmtpInput.Stopping : IsIdle ? SmtpInput.Idle : null;
    }

    private void WakeWhenIdle() => _idle.Change(_settings.IdleTimeout, Timeout.InfiniteTimeSpan);

    // A wake-up can come late and meet another, younger wait.
    private bool IsIdle => _settings.Time.GetElapsedTime(_waitingSince) >= _settings.IdleTimeout;

    private void Wake()
    {
        _connection.Transport.Input.CancelPendingRead();
        _connection.Transport.Output.CancelPendingFlush();
    }
}
