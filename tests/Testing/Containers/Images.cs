namespace Notifications.Testing.Containers;

/// <summary>What the tests run on in containers; the same versions as in <c>docker-compose.yml</c>.</summary>
public static class Images
{
    public const string Postgres = "postgres:17.6-alpine";
    public const string RabbitMq = "rabbitmq:4.1.4-management";
    public const string Prometheus = "prom/prometheus:v3.5.0";
}
