using System.Collections.Concurrent;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Notifications.Bench.References.Naive;

/// <summary>MailKit's sessions, kept open between mails: as many as are needed at the same time. One that failed is not used again.</summary>
internal sealed class NaiveSessions(int port) : IDisposable
{
    private readonly ConcurrentBag<SmtpClient> _idle = [];

    public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        if (!_idle.TryTake(out var client))
            client = new SmtpClient();
        try
        {
            if (!client.IsConnected)
                await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None, cancellation);
            await client.SendAsync(message, cancellation);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        _idle.Add(client);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var client))
            client.Dispose();
    }
}
