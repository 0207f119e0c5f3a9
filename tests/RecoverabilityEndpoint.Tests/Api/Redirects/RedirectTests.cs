using Notifications.Testing;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.Redirects;

[CancelAfter(60_000)]
public sealed class RedirectTests : ApiFixture
{
    [Test]
    public async Task A_redirect_is_made_changed_and_removed_and_each_is_told()
    {
        Assert.That(await StatusAsync("POST", "redirects", Body("A", "B")), Is.EqualTo(201));
        var redirect = (await GetAsync("redirects"))[0]!;
        Assert.That(($"{redirect["from_physical_address"]}", $"{redirect["to_physical_address"]}"), Is.EqualTo(("A", "B")));
        Assert.That(await StatusAsync("PUT", $"redirects/{redirect["message_redirect_id"]}", Body("A", "C")), Is.EqualTo(204));
        Assert.That($"{(await GetAsync("redirects"))[0]!["to_physical_address"]}", Is.EqualTo("C"));
        Assert.That(await StatusAsync("DELETE", $"redirects/{redirect["message_redirect_id"]}"), Is.EqualTo(204));
        Assert.That((await GetAsync("redirects")).AsArray(), Is.Empty);
        Assert.That(
            await QueryAsync<string>("SELECT string_agg(category || '/' || event_type, ' ' ORDER BY event_id) FROM recoverability.events"),
            Is.EqualTo("MessageRedirects/MessageRedirectCreated MessageRedirects/MessageRedirectChanged MessageRedirects/MessageRedirectRemoved"));
    }

    [TestCase("A", "C", "Duplicate")]
    [TestCase("A", "B", "Duplicate")]
    [TestCase("B", "C", "Dependents")]
    [TestCase("C", "A", "Dependents")]
    public async Task Two_for_a_queue_and_a_chain_of_them_are_refused(string from, string to, string reason)
    {
        await SendAsync("POST", "redirects", Body("A", "B"));
        using var refused = await SendAsync("POST", "redirects", Body(from, to));
        Assert.That(((int)refused.StatusCode, refused.Headers.GetValues("X-Particular-Reason").Single()), Is.EqualTo((409, reason)));
        Assert.That((await GetAsync("redirects")).AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Two_made_at_once_are_no_chain(CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var insert = new NpgsqlCommand("INSERT INTO recoverability.redirects VALUES (gen_random_uuid(), 'A', 'B')", connection, transaction);
        await insert.ExecuteNonQueryAsync(cancellation);

        var second = StatusAsync("POST", "redirects", Body("B", "C"));
        await Eventually.TrueAsync(
            async () => second.IsCompleted || await QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'recoverability.redirects'::regclass)"),
            "the second waits for the first", cancellation);
        await transaction.CommitAsync(cancellation);

        Assert.That(await second, Is.EqualTo(409));
    }

    [Test]
    public async Task One_that_is_not_there_is_not_changed() => Assert.That(await StatusAsync("PUT", $"redirects/{Guid.NewGuid()}", Body("A", "B")), Is.EqualTo(404));

    private static string Body(string from, string to) => $$"""{"fromphysicaladdress":"{{from}}","tophysicaladdress":"{{to}}"}""";
}
