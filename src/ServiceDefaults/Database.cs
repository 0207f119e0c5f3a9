using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Notifications.ServiceDefaults.Addresses;
using Notifications.ServiceDefaults.Configured;
using Npgsql;

namespace Notifications.ServiceDefaults;

/// <summary>How to reach PostgreSQL; section <c>Database</c>.</summary>
public sealed record DatabaseSettings
{
    /// <summary>
    /// Required. Npgsql's form, <c>Host=…;Port=5432;Database=notifications;Username=…;Password=…</c>, or a URL, <c>postgres://user:password@host:5432/database?sslmode=require</c>.
    /// Both may name several hosts, separated by commas; then the one that can be written to is used.
    /// </summary>
    [DataType(ShownSettings.ConnectionString)]
    public string ConnectionString { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
            yield return $"Database:ConnectionString is missing, and so is {DatabaseAddress.Url}; give {DatabaseAddress.Example}, or postgres://user:password@host:5432/database.";
        else if (Unreadable(ConnectionString) is { } reason)
            yield return $"Database:ConnectionString cannot be read{(DatabaseUrl.Is(ConnectionString) ? $", be it from {DatabaseAddress.Url}" : "")}: {reason}";
    }

    private static string? Unreadable(string text)
    {
        try
        {
            DatabaseAddress.Read(text);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}

public static class Database
{
    /// <summary>The name of its check, in readiness.</summary>
    public const string Part = "postgresql";

    /// <summary>
    /// What the connection string leaves open. A server that does not answer is an outage to be noticed, not to be waited for: the SLA is minutes. What we set on a
    /// connection we set for one transaction, so that nothing has to be reset when it is used again: that would be a statement more each time.
    /// </summary>
    private const string Defaults = "Timeout=5;Command Timeout=15;Keepalive=15;Max Auto Prepare=50;GSS Encryption Mode=Disable;Host Recheck Seconds=2;No Reset On Close=true;";

    /// <summary>Is this the database being away, or having refused? Then whoever asked is told to come back.</summary>
    public static bool IsAway(Exception failure) => failure is NpgsqlException or TimeoutException;

    /// <summary>One data source for the process, registered and part of readiness.</summary>
    public static void AddDatabase(this WebApplicationBuilder builder, string applicationName)
    {
        var settings = builder.AddSettings<DatabaseSettings>("Database", settings => settings.Problems());
        builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(Complete(settings.ConnectionString, applicationName)) { Name = applicationName }.ConfigureTracing(Trace).Build());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>(Part, tags: [Health.Ready]);
    }

    /// <summary>Of a key that stands twice the last one counts.</summary>
    private static string Complete(string address, string applicationName) => $"{Defaults}Application Name={applicationName};{DatabaseAddress.Read(address).ConnectionString}";

    /// <summary>What is asked within a trace is a part of it. The rest, a look into an empty outbox every second, would be traces of nothing.</summary>
    private static void Trace(NpgsqlTracingOptionsBuilder tracing) => tracing
        .ConfigureCommandFilter(_ => Activity.Current is not null)
        .ConfigureBatchFilter(_ => Activity.Current is not null)
        .EnableFirstResponseEvent(false)
        .EnablePhysicalOpenTracing(false);
}
