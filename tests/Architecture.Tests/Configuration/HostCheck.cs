using System.Diagnostics;

namespace Notifications.Architecture.Tests.Configuration;

/// <summary>A host that is asked what it would run with: it connects to nothing.</summary>
internal static class HostCheck
{
    public const string Secret = "topsecret-topsecret-topsecret-topsecret";

    public static readonly IReadOnlyDictionary<string, string> Hosts = new Dictionary<string, string>
    {
        ["orders-endpoint"] = "OrdersEndpoint",
        ["notification-endpoint"] = "NotificationEndpoint",
        ["reconciliation-job"] = "ReconciliationJob",
        ["recoverability-endpoint"] = "RecoverabilityEndpoint",
    };

    /// <summary>All that hosts insist on, with a secret wherever there is one.</summary>
    private static readonly Dictionary<string, string> Given = new()
    {
        ["DATABASE_URL"] = $"postgres://user:{Secret}@database/notifications?sslpassword={Secret}",
        ["RABBITMQ_URL"] = $"amqp://user:{Secret}@broker/%2F",
        ["Access__Authority"] = $"https://login.example/?x={Secret}",
        ["Access__Audience"] = "notifications",
        ["Access__ServiceTokens__0__Name"] = "shop",
        ["Access__ServiceTokens__0__Token"] = Secret,
        ["Smtp__From"] = "orders@shop.example",
        ["Smtp__Relays__0__Host"] = "relay",
        ["Smtp__Relays__0__User"] = "user",
        ["Smtp__Relays__0__Password"] = Secret,
        ["Ingestion__Management"] = $"http://user:{Secret}@broker:15672",
        ["Webhook__Url"] = $"https://hook.example/{Secret}",
        ["Webhook__Secret"] = Secret,
        ["OTEL_EXPORTER_OTLP_HEADERS"] = $"token={Secret}",
    };

    private static readonly Lazy<Task<IReadOnlyDictionary<string, HostAnswer>>> All = new(RunAllAsync);

    /// <summary>By host; each is asked once, whoever wants to know.</summary>
    public static Task<IReadOnlyDictionary<string, HostAnswer>> Answers => All.Value;

    public static async Task<HostAnswer> RunAsync(string project, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"Notifications.{project}.dll"), "--check-config", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Of the person who runs the tests.
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal) || name is "DATABASE_URL" or "RABBITMQ_URL").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var host = Process.Start(start)!;
        var (output, error) = (host.StandardOutput.ReadToEndAsync(), host.StandardError.ReadToEndAsync());
        await host.WaitForExitAsync();
        return new HostAnswer(host.ExitCode, await output, await error);
    }

    private static async Task<IReadOnlyDictionary<string, HostAnswer>> RunAllAsync()
    {
        var answers = await Task.WhenAll(Hosts.Select(async host => (host.Key, Answer: await RunAsync(host.Value, Given))));
        return answers.ToDictionary(answer => answer.Key, answer => answer.Answer);
    }
}

internal sealed record HostAnswer(int ExitCode, string Output, string Error)
{
    /// <summary>Sections that the host reads.</summary>
    public IReadOnlySet<string> Sections => Output.Split('\n').Where(line => line.Contains(" = ") && line.Split(" = ")[0].Contains(':')).Select(line => line.Split(':')[0]).ToHashSet();
}
