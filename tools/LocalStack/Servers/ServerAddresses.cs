namespace Notifications.LocalStack.Servers;

/// <summary>Where the servers are; the same to our code whether they are native processes or containers.</summary>
/// <param name="Postgres">A connection string of Npgsql for an administrator.</param>
/// <param name="Broker"><c>amqp://user:password@host:port/vhost</c>.</param>
/// <param name="Management">RabbitMQ's management, for example <c>http://user:password@127.0.0.1:15672</c>.</param>
public sealed record ServerAddresses(string Postgres, Uri Broker, Uri Management)
{
    public const string User = "notifications";
    public const string Password = "notifications";
    public const string Database = "notifications";

    /// <summary>Where <c>./run</c> and <c>docker-compose.yml</c> put them.</summary>
    public static readonly ServerAddresses Local = At(LocalPorts.Database, LocalPorts.Broker, LocalPorts.Management);

    public static ServerAddresses At(int postgresPort, int brokerPort, int managementPort) => new(
        PostgresAt(postgresPort),
        BrokerAt(brokerPort),
        ManagementAt(managementPort));

    // GSS is off: asking for it makes slim images print a warning and buys nothing on loopback.
    public static string PostgresAt(int port, string database = Database) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username={User};Password={Password};GSS Encryption Mode=Disable";

    public static Uri BrokerAt(int port) => new($"amqp://{User}:{Password}@127.0.0.1:{port}/");

    public static Uri ManagementAt(int port) => new($"http://{User}:{Password}@127.0.0.1:{port}/");
}
