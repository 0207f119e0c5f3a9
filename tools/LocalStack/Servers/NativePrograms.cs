using System.Globalization;

namespace Notifications.LocalStack.Servers;

/// <summary>Where Debian puts the server programs. They are called there directly: the wrappers on the PATH serve the system's own instances.</summary>
public static class NativePrograms
{
    private const string PostgresRoot = "/usr/lib/postgresql";
    private const string RabbitMq = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string RabbitMqAdministration = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private static readonly string[] Epmd = ["/usr/bin/epmd", "/usr/lib/erlang/bin/epmd"];

    /// <summary>The program folder of the newest PostgreSQL, or of the one major version that a data folder asks for; null when there is none.</summary>
    public static string? FindPostgres(string? majorVersion = null) => !Directory.Exists(PostgresRoot)
        ? null
        : Directory.EnumerateDirectories(PostgresRoot, majorVersion ?? "*")
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "postgres")) && File.Exists(Path.Combine(folder, "bin", "initdb")))
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault();

    public static string? FindRabbitMq() => File.Exists(RabbitMq) && FindEpmd() is not null ? RabbitMq : null;

    public static string? FindRabbitMqAdministration() => File.Exists(RabbitMqAdministration) ? RabbitMqAdministration : null;

    public static string? FindEpmd() => Epmd.FirstOrDefault(File.Exists);
}
