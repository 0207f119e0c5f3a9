using System.Text;

namespace Notifications.OrdersEndpoint.Tests.WatchOrder;

/// <summary>A client of an event stream: keeps all that came, until the stream ends or the client goes away.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StringBuilder _text = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly Task _reading;

    public Watcher(HttpResponseMessage answer) => (_answer, _reading) = (answer, ReadAsync(answer));

    public bool HasEnded => _reading.IsCompletedSuccessfully;

    public int Heartbeats => Blocks().Count(block => block == ":");

    public IReadOnlyList<(string Id, string Data)> Events => [.. Blocks().Where(block => block != ":").Select(Event)];

    public string LastId => Events[^1].Id;

    public bool Says(string text) => Events is [.., var last] && last.Data.Contains(text, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _answer.Dispose();
        await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gone.Dispose();
    }

    /// <summary>What is whole, each without its closing blank line.</summary>
    private string[] Blocks()
    {
        lock (_text)
            return _text.ToString().Split("\n\n")[..^1];
    }

    private static (string Id, string Data) Event(string block)
    {
        var lines = block.Split('\n');
        Assert.That(lines.Select(line => line.Split(": ")[0]), Is.EqualTo(["event", "id", "data"]));
        Assert.That(lines[0], Is.EqualTo("event: order"));
        return (lines[1]["id: ".Length..], lines[2]["data: ".Length..]);
    }

    private async Task ReadAsync(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(_gone.Token));
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, _gone.Token) is > 0 and var count)
        {
            lock (_text)
                _text.Append(buffer, 0, count);
        }
    }
}
