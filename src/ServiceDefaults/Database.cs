using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Notifications.ServiceDefaults;

/// <summary>How to reach PostgreSQL; section <c>Database</c>.</summary>
public sealed record DatabaseSettings
{
    /// <summary>Required. Npgsql's form: <c>Host=…;Port=5432;Database=notifications;Username=…;Password=…</c>.</summary>
    public string ConnectionString { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (ConnectionString == "")
            yield return "Database:ConnectionString is missing; give Host=…;Port=5432;Database=notifications;Username=…;Password=….";
        else if (Malformed(ConnectionString) is { } reason)
            yield return $"Database:ConnectionString cannot be read: {reason}";
    }

    private static string? Malformed(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 } ? null : "it names no Host.";
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return wrong.Message;
        }
    }
}

public static class Database
{
    /// <summary>One data source for the process, registered and part of readiness.</summary>
    public static void AddDatabase(this WebApplicationBuilder builder, string applicationName)
    {
        var settings = builder.AddSettings<DatabaseSettings>("Database", settings => settings.Problems());
        var connectionString = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = applicationName,
            MaxAutoPrepare = 50,
            // A server that does not answer is an outage to be noticed, not to be waited for: the SLA is minutes.
            Timeout = 5,
            CommandTimeout = 15,
            KeepAlive = 15,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
        builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connectionString) { Name = applicationName }.Build());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("postgresql", tags: [Health.Ready]);
    }
}
