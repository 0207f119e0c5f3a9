using Microsoft.Extensions.Logging;
using MimeKit;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Relays;
using Notifications.NotificationEndpoint.Tests.Relays;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>A relay client that talks to a scripted peer, and a mail to send. Timeouts are generous unless a test shortens the one it is about.</summary>
internal static class RelayFixture
{
    public static readonly MailboxAddress Shop = new("Shop", "orders@shop.example");
    public static readonly MailboxAddress Maria = new("Maria", "maria@example.test");

    public static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    public static RelaySettings Settings(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Tls = SmtpTls.None,
    };

    public static SmtpRelay RelayTo(
        ScriptedSmtpPeer peer, SmtpTransaction transaction, Func<RelaySettings, RelaySettings>? with = null, TimeProvider? time = null, ILogger<SmtpRelay>? log = null) =>
        RelayTo(peer, settings => (with ?? (same => same))(settings with { Transaction = transaction }), time, log);

    public static SmtpRelay RelayTo(
        ScriptedSmtpPeer peer, Func<RelaySettings, RelaySettings>? with = null, TimeProvider? time = null, ILogger<SmtpRelay>? log = null) =>
        new((with ?? (settings => settings))(Settings(peer.Port)), time ?? TimeProvider.System, log ?? new Recorder());

    /// <summary>In the order of preference.</summary>
    public static RelaySet SetOf(params ScriptedSmtpPeer[] peers) => new SetUnderTest(peers).Relays;

    public static RenderedMail AMail(string text = "Thank you.", MailboxAddress? to = null)
    {
        using var message = new MimeMessage([Shop], [Maria], "Your order", new TextPart("plain") { Text = text }) { MessageId = "one@shop.example" };
        return Rendered(message, to);
    }

    public static RenderedMail Rendered(MimeMessage message, MailboxAddress? to = null)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos, EnsureNewLine = true }, bytes);
        return new RenderedMail(bytes.ToArray(), message.MessageId!, Shop, to ?? Maria);
    }

    public static Task<MailOutcome> SendAsync(this SmtpRelay relay, RenderedMail mail, CancellationToken stopping = default) => relay.SendAsync(mail, null, stopping);

    public static Task<MailOutcome> SendAsync(this SmtpRelay relay, CancellationToken stopping = default) =>
        relay.SendAsync(AMail(), null, stopping);

    /// <summary>Keeps the log lines.</summary>
    internal sealed class Recorder : ILogger<SmtpRelay>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add($"{eventId.Id} {formatter(state, exception)}");
        }
    }
}
