using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Events;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Redirects;

/// <summary>Messages that failed in one queue go back to another. A redirect leads to a queue that has none itself: nobody has to follow a chain.</summary>
internal static class RedirectRoutes
{
    /// <summary>Of a queue, in UTF-8.</summary>
    private const int LongestAddress = 255;

    private const string All = "SELECT redirect_id, from_address, to_address, last_modified FROM recoverability.redirects ORDER BY from_address LIMIT 1000";

    /// <summary>Whoever writes waits for whoever does: two at once do not make a chain.</summary>
    private const string Lock = "LOCK TABLE recoverability.redirects IN SHARE ROW EXCLUSIVE MODE";

    private const string Conflicts =
        """
        SELECT CASE WHEN from_address = $1 THEN 'Duplicate' ELSE 'Dependents' END FROM recoverability.redirects
        WHERE redirect_id <> $3 AND (from_address = $1 OR to_address = $1 OR from_address = $2) ORDER BY from_address = $1 DESC LIMIT 1
        """;

    private const string Insert = "INSERT INTO recoverability.redirects (redirect_id, from_address, to_address) VALUES ($3, $1, $2)";
    private const string Update = "UPDATE recoverability.redirects SET to_address = $2, last_modified = now() WHERE redirect_id = $3 AND from_address = $1";
    private const string Find = "SELECT from_address FROM recoverability.redirects WHERE redirect_id = $1 FOR UPDATE";
    private const string Delete = "DELETE FROM recoverability.redirects WHERE redirect_id = $1";

    public static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database) => Answer.List(
        http, await database.ListAsync(All, row => new RedirectView(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetDateTime(3)), http.RequestAborted));

    public static async Task<IResult> CreateAsync(HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        var (from, to) = (Address(body.RootElement.Text("fromphysicaladdress"), "fromphysicaladdress"), Address(body.RootElement.Text("tophysicaladdress"), "tophysicaladdress"));
        var id = NamedId.Of(from);
        if (from == to)
            return Problems.Invalid("A redirect must lead to another queue.");

        await using var change = await BeginAsync(database, http);
        // A row of this address would be its duplicate, whatever its id.
        if (await change.ReadAsync(Conflicts, Parameter.Of(from), Parameter.Of(to), Parameter.Of(Guid.Empty)) is { } reason)
            return Conflict(reason, from, to);
        await change.WriteAsync(Insert, Parameter.Of(from), Parameter.Of(to), Parameter.Of(id));
        await change.CommitAsync(Told("MessageRedirectCreated", $"{caller.Id} sends messages that failed in {from} back to {to} from now on."));
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    /// <summary>Where it leads; where it comes from stays.</summary>
    public static async Task<IResult> ChangeAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        using var body = await RequestBody.ReadAsync(http);
        var to = Address(body.RootElement.Text("tophysicaladdress"), "tophysicaladdress");
        if (!Guid.TryParse(id, out var redirect))
            return NotFound();

        await using var change = await BeginAsync(database, http);
        if (await change.ReadAsync(Find, Parameter.Of(redirect)) is not { } from)
            return NotFound();
        if (from == to)
            return Problems.Invalid("A redirect must lead to another queue.");
        if (await change.ReadAsync(Conflicts, Parameter.Of(from), Parameter.Of(to), Parameter.Of(redirect)) is { } reason)
            return Conflict(reason, from, to);
        await change.WriteAsync(Update, Parameter.Of(from), Parameter.Of(to), Parameter.Of(redirect));
        await change.CommitAsync(Told("MessageRedirectChanged", $"{caller.Id} sends messages that failed in {from} back to {to} from now on."));
        return TypedResults.NoContent();
    }

    public static async Task<IResult> RemoveAsync(string id, HttpContext http, Caller caller, NpgsqlDataSource database)
    {
        if (!Guid.TryParse(id, out var redirect))
            return TypedResults.NoContent();
        await using var change = await BeginAsync(database, http);
        if (await change.ReadAsync(Find, Parameter.Of(redirect)) is { } from)
        {
            await change.WriteAsync(Delete, Parameter.Of(redirect));
            await change.CommitAsync(Told("MessageRedirectRemoved", $"{caller.Id} sends messages that failed in {from} back there again."));
        }

        return TypedResults.NoContent();
    }

    private static async Task<Change> BeginAsync(NpgsqlDataSource database, HttpContext http)
    {
        var change = await Change.BeginAsync(database, http.RequestAborted);
        await change.WriteAsync(Lock);
        return change;
    }

    private static string Address(string? text, string name) => text is { Length: > 0 } && Encoding.UTF8.GetByteCount(text) <= LongestAddress && !text.Any(char.IsControl)
        ? text
        : throw new InvalidRequestException($"{name} must be the name of a queue, of 1 to {LongestAddress} bytes.");

    private static ProblemHttpResult NotFound() => Problems.NotFound("such redirect");

    private static IResult Conflict(string reason, string from, string to) => Problems.Conflict(reason, reason == "Duplicate"
        ? $"Messages of {from} are redirected already: change that redirect."
        : $"Another redirect leads to {from}, or from {to}: redirects do not lead one to another.");

    private static OperatingEvent Told(string type, string sentence) => new(EventSeverity.Info, "MessageRedirects", type, sentence, []);

    private sealed record RedirectView(Guid MessageRedirectId, string FromPhysicalAddress, string ToPhysicalAddress, DateTime LastModified);
}
