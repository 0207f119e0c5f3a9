using System.Text;
using Notifications.OrdersEndpoint.Requests;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests;

/// <summary>What every answer tells browsers and caches, whoever in the pipeline gives it.</summary>
[CancelAfter(60_000)]
public sealed class AnswerHeadersTests
{
    private OrdersApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await OrdersApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    [TestCase("POST", "/orders", OrdersApi.Order, 202)]
    [TestCase("POST", "/orders", "{}", 400)]
    [TestCase("POST", "/orders", null, 415)]
    [TestCase("GET", "/orders/none", null, 404)]
    [TestCase("GET", "/nowhere", null, 404)]
    [TestCase("DELETE", "/orders", null, 405)]
    public async Task An_answer_to_a_POST_and_an_error_are_kept_by_nobody(string method, string path, string? body, int status)
    {
        using var answer = await SendAsync(method, path, body, TestAccess.ServiceToken);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
            AssertTellsNothing(answer);
        }
    }

    [Test]
    public async Task So_is_the_answer_to_who_has_no_token()
    {
        using var answer = await SendAsync("POST", "/orders", OrdersApi.Order, token: null);
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"));
        AssertTellsNothing(answer);
    }

    /// <summary>The framework's own handler of errors empties the headers first.</summary>
    [Test]
    public async Task So_is_an_answer_that_began_with_an_exception()
    {
        using var answer = await SendAsync("POST", "/orders", new string(' ', HttpSetup.LargestBody + 1), TestAccess.ServiceToken);
        Assert.That(((int)answer.StatusCode, answer.Headers.CacheControl?.ToString()), Is.EqualTo((413, "no-store")));
        AssertTellsNothing(answer);
    }

    [TestCase("/health/live")]
    [TestCase("/problems/invalid-order")]
    [TestCase("/openapi/v1.json")]
    public async Task No_browser_guesses_what_an_answer_is_and_none_says_what_we_run_on(string path)
    {
        using var answer = await SendAsync("GET", path, null, token: null);
        AssertTellsNothing(answer);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body, string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { IdempotencyKey.Header, $"{Guid.NewGuid()}" } } };
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _api.SendAsync(request, token);
    }

    private static void AssertTellsNothing(HttpResponseMessage answer)
    {
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        string[] unwanted = ["Server", "X-Powered-By", "Strict-Transport-Security"];
        Assert.That(answer.Headers.Select(header => header.Key).Intersect(unwanted, StringComparer.OrdinalIgnoreCase), Is.Empty);
    }
}
