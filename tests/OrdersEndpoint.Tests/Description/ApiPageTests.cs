using System.Globalization;
using System.Text.RegularExpressions;
using Notifications.OrdersEndpoint.Description;
using Notifications.OrdersEndpoint.Errors;
using Notifications.OrdersEndpoint.Limits;
using Notifications.OrdersEndpoint.ListOrders;
using Notifications.OrdersEndpoint.Orders;
using Notifications.OrdersEndpoint.PlaceOrder;
using Notifications.OrdersEndpoint.Requests;
using Notifications.OrdersEndpoint.WatchOrder;
using Notifications.ServiceDefaults.Access;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>Whoever types what docs/api.md shows sees what docs/api.md shows.</summary>
[CancelAfter(60_000)]
public sealed partial class ApiPageTests
{
    private const string Name = "api.md";

    [Test]
    public async Task Every_request_of_the_page_is_answered_as_the_page_shows(CancellationToken cancellation)
    {
        var shell = new Shell(Token);
        var (shown, order, tag) = (0, "", "");
        foreach (var (commands, answer) in Block().Matches(Page.Read(Name)).Select(block => (block.Groups["commands"].Value, block.Groups["answer"].Value)))
        {
            // The page has some order's id and state where a reader puts those that they got.
            var asTyped = commands.Replace(Examples.OrderId, order, StringComparison.Ordinal).Replace(Examples.ETag, tag, StringComparison.Ordinal);
            foreach (var command in shell.Run(asTyped))
            {
                Assert.That(answer, Is.Not.Empty, $"shows no answer: {commands}");
                using var real = await ShownAnswer.OfAsync(command, answer);
                real.AssertIsAsShown();
                (order, tag) = (real.OrderId ?? order, real.ETag ?? tag);
                await SettleAsync(order, cancellation);
                shown++;
            }
        }

        Assert.That(shown, Is.GreaterThanOrEqualTo(10));
    }

    [Test]
    public void Every_limit_is_there_with_its_value_and_its_setting() => Page.AssertHasTable(Name, "| what | at most |", Limits());

    [Test]
    public void Every_setting_of_access_is_there()
    {
        var page = Page.Read(Name);
        var settings = SettingsOf<AccessSettings>("Access__").Concat(SettingsOf<AccessSettings.ServiceToken>("Access__ServiceTokens__0__"));
        Assert.That(settings.Where(setting => !page.Contains($"| `{setting}", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"^```sh\n(?<commands>.*?)^```\n(\s*```http\n(?<answer>.*?)^```)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    private static IEnumerable<string> SettingsOf<T>(string section) =>
        typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => $"{section}{property.Name}");

    private static string Token(string command) => command.Split(' ') switch
    {
        ["./run", "token"] => TestAccess.ServiceToken,
        ["./run", "token", "--customer", var id] => TestAccess.CustomerToken(id),
        ["./run", "token", "--admin"] => TestAccess.AdminToken(),
        _ => throw new ArgumentException($"Not a command of the page: {command}"),
    };

    /// <summary>Nobody consumes here: once its command is published, the order stays as it is.</summary>
    private static Task SettleAsync(string order, CancellationToken cancellation) => Eventually.TrueAsync(
        async () => order == "" || await DescribedApi.Api.QueryAsync<long>("SELECT count(*) FROM messaging.outbox") == 0, "its command is published", cancellation);

    private static IEnumerable<string> Limits()
    {
        var limits = new LimitSettings();
        yield return Row("body", $"{HttpSetup.LargestBody / 1024} KiB", Problem(ProblemType.TooLarge));
        yield return Row("levels that the body is nested", $"{PlaceOrderRoute.DeepestBody}", Problem(ProblemType.InvalidOrder));
        yield return Row("items of an order", $"{OrderRequest.MostItems:N0}", Problem(ProblemType.InvalidOrder));
        yield return Row("characters of an idempotency key", $"{IdempotencyKey.Longest}", Problem(ProblemType.InvalidIdempotencyKey));
        yield return Row("errors in one answer", $"{FieldErrors.Most}", "the rest is counted");
        yield return Row("first line of a request", $"{HttpSetup.LongestRequestLine / 1024} KiB", "414");
        yield return Row("headers", $"{HttpSetup.MostHeaders}, with {HttpSetup.LargestHeaders / 1024} KiB in all", "431");
        yield return Row("time for the headers to arrive", Seconds(HttpSetup.HeadersWithin), "408");
        yield return Row("time for a request in all", Seconds(HttpSetup.RequestWithin), Problem(ProblemType.TooSlow));
        yield return Row("connections", $"{HttpSetup.MostConnections:N0}", "closed");
        yield return Row("requests of one customer", Rate(limits.CustomerRequestsPerSecond), Problem(ProblemType.TooManyRequests), "Limits__CustomerRequestsPerSecond");
        yield return Row("requests of one admin", Rate(limits.AdminRequestsPerSecond), Problem(ProblemType.TooManyRequests), "Limits__AdminRequestsPerSecond");
        yield return Row("requests of one service", Rate(limits.ServiceRequestsPerSecond), Problem(ProblemType.TooManyRequests), "Limits__ServiceRequestsPerSecond");
        yield return Row("orders for one e-mail address", $"{limits.RecipientOrders} at once, then one in {Seconds(limits.RecipientEvery)}",
            Problem(ProblemType.TooManyForRecipient), "Limits__RecipientOrders", "Limits__RecipientEvery");
        yield return Row("event streams", $"{limits.Streams} in all, {limits.StreamsPerCustomer} of one customer", Problem(ProblemType.TooManyStreams), "Limits__Streams", "Limits__StreamsPerCustomer");
        yield return Row("time for a stream", Seconds(StreamSteps.OpenAtMost), "it ends; the client comes back");
        yield return Row("orders on a page", $"{ListRequest.Most}", Problem(ProblemType.InvalidParameter));
        yield return Row("orders that wait to be stored", $"{new IntakeSettings().Capacity:N0}", Problem(ProblemType.Unavailable), "Intake__Capacity");
    }

    private static string Row(string what, string most, string beyond, params string[] settings) =>
        $"| {what} | {most} | {beyond} | {string.Join(", ", settings.Select(setting => $"`{setting}`").DefaultIfEmpty("–"))} |";

    private static string Problem(ProblemType type) => $"{type.Status} `{type.Name}`";

    private static string Rate(int perSecond) => $"{perSecond:N0} a second, {perSecond * CallerLimit.BurstSeconds:N0} at once";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");
}
