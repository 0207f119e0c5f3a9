using Notifications.LocalStack.Processes;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Hosts;

/// <summary>Waits for our programs: for their end, or until they are ready. One that fails is named with its last log lines.</summary>
public static class HostStart
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);

    public static async Task WaitForSuccessAsync(ChildProcess process, CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw Failed(process, $"ended with code {process.ExitCode}");
    }

    public static async Task WaitUntilReadyAsync(ChildProcess process, Uri ready, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        if (!await ServerReadiness.WaitAsync(token => AnswersAsync(client, ready, token), () => process.HasExited, ReadyLimit, cancellation))
        {
            throw Failed(process, process.HasExited
                ? $"ended with code {process.ExitCode} while starting"
                : $"did not answer {ready} with 200 within {ReadyLimit.TotalSeconds:0} s");
        }
    }

    public static string Describe(ChildProcess process, string whatHappened) =>
        $"{process.Name} {whatHappened}. The end of {process.LogFile}:{Environment.NewLine}{process.LastLines()}";

    private static CannotContinueException Failed(ChildProcess process, string whatHappened) => new(Describe(process, whatHappened));

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
