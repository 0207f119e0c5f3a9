using Notifications.LocalStack.Servers;

namespace Notifications.Testing;

/// <summary>The environment variables by which the test runner hands its servers to the test projects.</summary>
public static class ServerVariables
{
    public const string Postgres = "NOTIFICATIONS_TEST_POSTGRES";
    public const string RabbitMq = "NOTIFICATIONS_TEST_RABBITMQ";
    public const string Management = "NOTIFICATIONS_TEST_RABBITMQ_MANAGEMENT";

    /// <summary>Null unless all three are set.</summary>
    public static ServerAddresses? Read() =>
        Read(Postgres) is { } postgres && Read(RabbitMq) is { } broker && Read(Management) is { } management
            ? new ServerAddresses(postgres, new Uri(broker), new Uri(management))
            : null;

    public static void Write(ServerAddresses addresses)
    {
        Environment.SetEnvironmentVariable(Postgres, addresses.Postgres);
        Environment.SetEnvironmentVariable(RabbitMq, addresses.Broker.AbsoluteUri);
        Environment.SetEnvironmentVariable(Management, addresses.Management.AbsoluteUri);
    }

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
