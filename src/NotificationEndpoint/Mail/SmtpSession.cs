using System.Net.Security;
using System.Net.Sockets;
using MailKit.Security;
using Notifications.Messaging.Diagnostics;

namespace Notifications.NotificationEndpoint.Mail;

/// <summary>
/// One connection to the relay, used by one send at a time and kept alive between them. Turns every way in which the world can fail
/// a send into an outcome.
/// </summary>
internal sealed class SmtpSession : IDisposable
{
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly RelaySettings _settings;
    private readonly TimeProvider _time;
    private readonly SmtpConversation _conversation = new();
    private readonly RenderedClient _client;
    private readonly long _opened;
    private PipelinedTransaction? _transaction;
    private long _lastUsed;
    private int _mails;

    public SmtpSession(RelaySettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _opened = _lastUsed = time.GetTimestamp();
        _client = new RenderedClient(_conversation)
        {
            // The second fence: our deadlines fire first, and MailKit's own two minutes never count.
            Timeout = (int)settings.TotalTimeout.TotalMilliseconds,
            // Fetching revocation lists needs a way to the web, which a mail sender has no business to have.
            CheckCertificateRevocation = false,
        };
    }

    /// <summary>In the send before this moment the relay took MAIL: it was alive, and what followed is its answer to this mail.</summary>
    public bool SenderAccepted => _conversation.SenderAccepted;

    /// <summary>The last send left the session fit for another one.</summary>
    public bool IsUsable { get; private set; }

    public bool IsWorn =>
        _mails >= _settings.SessionMails || _time.GetElapsedTime(_opened) >= _settings.SessionAge || IsIdleTooLong;

    private bool IsIntact => _transaction?.IsIntact ?? _client.IsConnected;

    public bool IsIdleTooLong => _time.GetElapsedTime(_lastUsed) >= _settings.SessionIdle;

    /// <summary>The mail whose envelope the last send has said behind its content; it has to be next.</summary>
    public Outgoing? Ahead => _transaction?.Ahead;

    /// <param name="outgoing">To send.</param>
    /// <param name="ahead">The mail that would be next.</param>
    /// <exception cref="OperationCanceledException">The send was <see cref="SendDeadline.IsAbandoned">abandoned</see>; nothing went out.</exception>
    public async Task<MailOutcome> SendAsync(Outgoing outgoing, Func<Outgoing?> ahead)
    {
        var (mail, deadline) = (outgoing.Mail, outgoing.Deadline);
        IsUsable = false;
        _conversation.Serve(deadline);
        try
        {
            if (!_client.IsConnected)
                await ConnectAsync(deadline);

            _conversation.StartMail();
            if (!SmtpEnvelope.CanBeWritten(mail, _client.Capabilities)) // MailKit would send it as it is, and the relay would see garbage
                throw new NotSupportedException("its local part is not ASCII and the relay has no SMTPUTF8");
            _mails++;
            var reply = _transaction is { } ours ? await ours.SendAsync(outgoing, IsWorn ? NoneAhead : ahead) : await _client.SendAsync(mail, deadline.Token);
            CrashPoint.Reached(CrashPoint.AfterAnswer);
            IsUsable = true;
            return new MailOutcome.Accepted(ReplyText.Line(reply));
        }
        catch (Exception failure) when (_conversation.Phase == SmtpPhase.FinalDot || Classification.IsOfTheWire(failure))
        {
            var phase = _conversation.Phase;
            var reply = Classification.ReplyIn(phase, failure);
            if (reply is null && deadline.IsAbandoned && phase < SmtpPhase.LastBlock)
                throw new OperationCanceledException("Stopped before the mail was sent.", failure, deadline.Token);

            IsUsable = reply is { } r ? SmtpVerdict.KeepsSession(r.Step, r.Code) && IsIntact
                : failure is NotSupportedException && phase == SmtpPhase.Envelope && IsIntact;
            return Classification.Of(phase, failure, reply is { } answered ? _conversation.StatusOf(answered.Code) : null, _settings.Title);
        }
        finally
        {
            _conversation.Serve(null);
            _lastUsed = _time.GetTimestamp();
        }
    }

    /// <summary>Connects without sending anything.</summary>
    /// <returns>Null when it is ready for a mail; else why not.</returns>
    /// <exception cref="OperationCanceledException">It was <see cref="SendDeadline.IsAbandoned">abandoned</see>.</exception>
    public async Task<string?> OpenAsync(SendDeadline deadline)
    {
        _conversation.Serve(deadline);
        try
        {
            await ConnectAsync(deadline);
            IsUsable = true;
            return null;
        }
        catch (Exception failure) when (Classification.IsOfTheWire(failure))
        {
            if (deadline.IsAbandoned)
                throw new OperationCanceledException("Stopped while connecting.", failure, deadline.Token);

            return Classification.Of(SmtpPhase.Connect, failure, null, _settings.Title) is MailOutcome.Deferred { Reason: var reason } ? reason : failure.GetType().Name;
        }
        finally
        {
            _conversation.Serve(null);
            _lastUsed = _time.GetTimestamp();
        }
    }

    /// <summary>Says QUIT and hangs up; a relay that does not answer is not waited for.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(GoodbyeTimeout, _time);
        try
        {
            await _client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception failure) when (Classification.IsOfTheWire(failure))
        {
            // It was to be closed anyway.
        }

        Dispose();
    }

    public void Dispose() => _client.Dispose();

    private async Task ConnectAsync(SendDeadline deadline)
    {
        _conversation.StartConnect();
        deadline.Connecting();
        var socket = await DialAsync(deadline.Token);
        if (_settings.IsPipelined)
            await ConnectAsync(await StreamOverAsync(socket, deadline.Token), deadline.Token);
        else
            await _client.ConnectAsync(socket, _settings.Host, _settings.Port, OptionsOf(_settings.Tls), deadline.Token);
        if (!string.IsNullOrEmpty(_settings.User))
            await LogInAsync(_settings.User, _settings.Password ?? "", deadline);
    }

    /// <summary>MailKit greets and logs in; it does so over our stream, on which we go on.</summary>
    private async Task ConnectAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            await _client.ConnectAsync(stream, _settings.Host, _settings.Port, SecureSocketOptions.None, cancellation);
            _transaction = new PipelinedTransaction(stream, _client.Capabilities, _conversation);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> StreamOverAsync(Socket socket, CancellationToken cancellation)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (_settings.Tls == SmtpTls.None)
            return plain;
        var tls = new SslStream(plain);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _settings.Host }, cancellation);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private async Task LogInAsync(string user, string password, SendDeadline deadline)
    {
        var words = new LoginWords(user, password);
        try
        {
            await _client.AuthenticateAsync(user, password, deadline.Token);
        }
        catch (Exception refused) when (words.AreIn(refused.Message))
        {
            throw new AuthenticationException(words.Hide(refused.Message));
        }
    }

    /// <summary>
    /// A socket of our own, because MailKit's gathers small writes: the end of a mail would lie here until the relay's system acknowledges what came before,
    /// and that waits for more to acknowledge. 40 ms a mail.
    /// </summary>
    private async Task<Socket> DialAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_settings.Host, _settings.Port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Outgoing? NoneAhead() => null;

    private static SecureSocketOptions OptionsOf(SmtpTls tls) => tls switch
    {
        SmtpTls.None => SecureSocketOptions.None,
        SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
