using Notifications.Proof.Faults;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Proof.Stage;

/// <summary>The ways from our processes to broker, database and relay, each through a proxy that can disturb it.</summary>
public sealed class Network : IAsyncDisposable
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<Link, FaultProxy> _ways;

    /// <param name="broker">With vhost.</param>
    /// <param name="database">Connection string.</param>
    /// <param name="smtpPort">On this machine.</param>
    public Network(Uri broker, string database, int smtpPort)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        _ways = new()
        {
            [Link.Broker] = new FaultProxy(broker),
            [Link.Database] = new FaultProxy(new Uri($"tcp://{server.Host}:{server.Port}")),
            [Link.Relay] = new FaultProxy(new Uri($"tcp://127.0.0.1:{smtpPort}")),
        };
        server.Port = _ways[Link.Database].Uri.Port;
        Database = server.ConnectionString;
    }

    public Uri Broker => _ways[Link.Broker].Uri;

    public string Database { get; }

    public int SmtpPort => _ways[Link.Relay].Uri.Port;

    /// <summary>As long as it lasts; afterwards the way is as it was.</summary>
    public async Task DisturbAsync(Link link, Trouble trouble, TimeSpan lasting, CancellationToken cancellation)
    {
        var way = _ways[link];
        switch (trouble)
        {
            case Trouble.Cut:
                await way.CutAsync();
                break;
            case Trouble.Slow:
                way.Latency = Slowness;
                await Task.Delay(lasting, cancellation);
                way.Latency = TimeSpan.Zero;
                break;
            case Trouble.HalfOpen:
                await way.SilenceAsync(lasting, cancellation);
                break;
            case Trouble.Silent:
                way.Freeze();
                await Task.Delay(lasting, cancellation);
                way.Thaw();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "A trouble without an effect.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var way in _ways.Values)
            await way.DisposeAsync();
    }
}
