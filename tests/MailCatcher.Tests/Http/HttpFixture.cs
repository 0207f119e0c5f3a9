using System.Text.Json;

namespace Notifications.MailCatcher.Tests.Http;

/// <summary>A catcher with a browser's view of it.</summary>
public abstract class HttpFixture : CatcherFixture
{
    protected HttpClient Http { get; private set; } = null!;

    [SetUp]
    public void Open() => Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Catcher.HttpPort}") };

    [TearDown]
    public void Close() => Http.Dispose();

    protected async Task<JsonElement> GetAsync(string address)
    {
        using var answer = JsonDocument.Parse(await Http.GetStringAsync(address));
        return answer.RootElement.Clone();
    }

    /// <summary>Puts a message in the inbox; how it gets there by SMTP is told elsewhere.</summary>
    protected string Receive(string content, string from = "shop@example.com", params string[] to) =>
        Catcher.Inbox.Add(from, to.Length > 0 ? to : ["ada@example.org"], "test.example", System.Text.Encoding.UTF8.GetBytes(content)).Id;
}
