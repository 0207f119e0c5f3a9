using Microsoft.AspNetCore.Http;

namespace Notifications.ServiceDefaults;

/// <summary><c>--check-health</c>: a second process asks the running one whether it is ready. The images have neither a shell nor curl that could.</summary>
public static class HealthProbe
{
    public const string Argument = "--check-health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Asks the first address of <c>ASPNETCORE_URLS</c>; a reason for "no" goes to standard error, where Docker keeps it.</summary>
    /// <returns>Exit code: 0 ready, also when degraded; 1 not ready, or no answer within 4 s.</returns>
    public static async Task<int> AskAsync()
    {
        var address = AddressOf(Environment.GetEnvironmentVariable("ASPNETCORE_URLS"));
        try
        {
            using var http = new HttpClient { Timeout = Patience };
            using var answer = await http.GetAsync(address);
            if (answer.IsSuccessStatusCode)
                return 0;
            await Console.Error.WriteLineAsync(await answer.Content.ReadAsStringAsync());
        }
        catch (Exception silence) when (silence is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {silence.Message}");
        }

        return 1;
    }

    /// <param name="urls">As the web server reads them: <c>http://+:8080;http://+:9464</c>; when there are none, its own default.</param>
    public static Uri AddressOf(string? urls)
    {
        var first = urls?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "http://localhost:5000";
        var listens = BindingAddress.Parse(first);
        var host = listens.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : listens.Host;
        return new UriBuilder(listens.Scheme, host, listens.Port, "/health/ready").Uri;
    }
}
