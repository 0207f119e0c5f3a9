using Notifications.LocalStack.Ports;

namespace Notifications.LocalStack.Servers;

/// <summary>Where <c>./run</c> has its servers on 127.0.0.1; <c>docker-compose.yml</c> publishes the same. Not the usual ports, which the machine's own servers have.</summary>
public static class LocalPorts
{
    public const int Database = 55432;
    public const int Broker = 55672;
    public const int Management = 15672;

    public static readonly IReadOnlyList<NeededPort> Postgres = [new(Database, "PostgreSQL")];

    public static readonly IReadOnlyList<NeededPort> RabbitMq = [new(Broker, "RabbitMQ"), new(Management, "RabbitMQ's management page")];
}
