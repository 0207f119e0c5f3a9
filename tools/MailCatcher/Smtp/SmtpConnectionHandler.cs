using Microsoft.AspNetCore.Connections;
using Notifications.MailCatcher.Faults;
using Notifications.MailCatcher.Kept;

namespace Notifications.MailCatcher.Smtp;

/// <summary>Where Kestrel hands over a connection to the SMTP port; when this returns, the connection is closed.</summary>
internal sealed class SmtpConnectionHandler(Inbox inbox, FaultRules faults, SmtpConnections connections, MailCatcherSettings settings)
    : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var open = connections.Enter();
        try
        {
            await using var wire = new SmtpWire(connection, settings);
            if (open > settings.MaximumConnections)
            {
                wire.Write(SmtpReplies.TooManyConnections);
                await wire.FlushAsync();
                return;
            }

            await new SmtpSession(wire, inbox, faults, settings).RunAsync();
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // The client broke the connection: nothing is owed to it.
        }
        finally
        {
            connections.Leave();
        }
    }
}
