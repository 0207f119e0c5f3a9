namespace Notifications.Bench.Stage;

/// <summary>How PostgreSQL is set up for a measurement: as docs/capacity.md recommends it for this machine, and durable. RabbitMQ has its defaults, as under <c>./run</c>.</summary>
internal static class ServerSettings
{
    public static readonly IReadOnlyList<string> Postgres =
    [
        "fsync=on",
        "full_page_writes=on",
        "synchronous_commit=on",
        "shared_buffers=2GB", // a quarter of the memory of a machine that has PostgreSQL for itself; here it shares
        "max_wal_size=8GB",
        "checkpoint_timeout=15min",
        "wal_compression=lz4",
        "autovacuum_naptime=15s",
    ];
}
