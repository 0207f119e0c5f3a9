using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.Logs;

/// <summary>What a line of a real host looks like, and how its levels are changed while it runs. No server is there.</summary>
[CancelAfter(60_000)]
public sealed partial class LogFormTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("notifications-levels-");

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task Levels_follow_a_mounted_file_in_a_second_and_stay_as_they_are_while_it_cannot_be_used(CancellationToken cancellation)
    {
        // As Kubernetes mounts a ConfigMap: the file is a link through a link, and a new version is a new target of the inner one.
        var file = Path.Combine(_folder.FullName, "levels.json");
        File.CreateSymbolicLink(file, "..data");
        await using var host = await StartAsync(file, cancellation);
        Assert.That(host.Output, Does.Not.Contain("log level").IgnoreCase, "a link to nothing is no file");

        Mount("""{ "Microsoft.AspNetCore.Hosting": "Information" }""");
        await SaysAsync("The log level of Microsoft.AspNetCore.Hosting is Information from now on; it was Warning.");
        await AskAsync(host.Address, cancellation);
        await SaysAsync("Request starting HTTP/1.1 GET");

        Mount("""{ "Microsoft.AspNetCore.Hosting": "Information", "Notifications.Messaging": "Loud" }""");
        await SaysAsync($"Log levels stay as they are: {file} cannot be used (the level of Notifications.Messaging is 'Loud'; there are Verbose,");

        Mount("""{ "Notifications.Messaging": "Fatal" }""");
        await SaysAsync("The log level of Notifications.Messaging is Critical from now on; it was Information.");
        var asked = host.Output.Split("Request starting").Length;
        await AskAsync(host.Address, cancellation);

        File.Delete(file);
        await SaysAsync("The log level of Notifications.Messaging is Information from now on; it was Critical.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Output.Split("Request starting"), Has.Length.EqualTo(asked), "a level that is not given any more counts no more");
            Assert.That(host.Output.Split("Log levels stay"), Has.Length.EqualTo(2), "it was said once");
            Assert.That(host.Output.Split("The log level of"), Has.Length.EqualTo(5), "each change was said once");
        }

        Task SaysAsync(string sentence) => Eventually.TrueAsync(() => Task.FromResult(host.Output.Contains(sentence, StringComparison.Ordinal)), $"the log says: {sentence}", cancellation);
    }

    [Test]
    public async Task As_text_a_line_has_its_id_and_the_beginning_of_its_trace(CancellationToken cancellation)
    {
        await using var host = await StartAsync(Levels(), cancellation);
        await AskAsync(host.Address, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(host.Output.Contains("Request finished", StringComparison.Ordinal) && host.Output.Contains("cannot connect", StringComparison.Ordinal)), "both are said", cancellation);

        var lines = host.Output.Split('\n', StringSplitOptions.TrimEntries);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Some.Match(@"^\d\d:\d\d:\d\d\.\d{3} WRN 1002 Notifications\.Messaging\.Broker\.BrokerConnections: The publisher cannot connect .*at the broker\.$"));
            Assert.That(lines, Has.Some.Match(@"INF 1 Microsoft\.AspNetCore\.Hosting\.Diagnostics: Request starting .* \(trace 0af76519\)$"));
        }
    }

    [Test]
    public async Task In_a_container_a_line_is_a_JSON_object_with_its_id_and_its_trace(CancellationToken cancellation)
    {
        await using var host = await StartAsync(Levels(), cancellation, ("DOTNET_RUNNING_IN_CONTAINER", "true"), ("HOME", "/proc"));
        await AskAsync(host.Address, cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(host.Output.Contains("cannot connect", StringComparison.Ordinal) && Traced().IsMatch(host.Output)), "both are said", cancellation);

        var lines = host.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line.EndsWith('}')).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var ofHost = lines.First(line => (int?)line["EventId"]?["Id"] == 1002);
        var ofRequest = lines.First(line => (string?)line["@tr"] == TraceId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofHost.Select(property => property.Key), Is.EquivalentTo(new[] { "@t", "@mt", "@l", "Purpose", "Broker", "Reason", "Delay", "EventId", "SourceContext", "Service" }), "and nothing else");
            Assert.That((string?)ofHost["Service"], Is.EqualTo("OrdersEndpoint"));
            Assert.That((string?)ofRequest["@sp"], Has.Length.EqualTo(16));
            Assert.That(ofRequest.Select(property => property.Key), Does.Not.Contain("TraceId").And.Not.Contain("SpanId"), "once is enough");
            Assert.That(host.Output, Does.Not.Contain("DataProtection"), "that the user has no folder for keys that nobody uses");
        }
    }

    /// <summary>A file that makes a request write lines.</summary>
    private string Levels()
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, """{ "Microsoft.AspNetCore.Hosting": "Information" }""");
        return file;
    }

    private void Mount(string levels)
    {
        var version = $"{Guid.NewGuid():N}";
        File.WriteAllText(Path.Combine(_folder.FullName, version), levels);
        var link = Path.Combine(_folder.FullName, "..data_tmp");
        File.CreateSymbolicLink(link, version);
        File.Move(link, Path.Combine(_folder.FullName, "..data"), overwrite: true);
    }

    private static Task<HostProcess> StartAsync(string levels, CancellationToken cancellation, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(TestAccess.Settings)
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x",
            ["Broker__Uri"] = "amqp://127.0.0.1:1",
            ["Log__LevelsFile"] = levels,
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return HostProcess.StartAsync("OrdersEndpoint", all, readyPath: "health/startup", cancellation: cancellation);
    }

    private static async Task AskAsync(Uri host, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host, "orders/none"));
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
        (await http.SendAsync(request, cancellation)).Dispose();
    }

    [GeneratedRegex($"\"@tr\":\"{TraceId}\".*\n")]
    private static partial Regex Traced();
}
