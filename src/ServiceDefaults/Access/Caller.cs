using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Notifications.ServiceDefaults.Access;

public enum Role
{
    /// <summary>A person: places and reads orders of their own.</summary>
    Customer,

    /// <summary>A machine that we know, such as the shop's own server: acts for every customer.</summary>
    Service,

    /// <summary>A person who operates this.</summary>
    Admin,

    /// <summary>A person who looks after failed messages: sends them back, archives and edits them. Reads orders, and places none.</summary>
    Operator,
}

/// <summary>Who has sent a request, known for certain.</summary>
/// <param name="Role">What they may do.</param>
/// <param name="Id">A customer's is the <c>customer_id</c> of their orders.</param>
public sealed record Caller(Role Role, string Id)
{
    /// <summary>Different for different callers, whatever they are called: what they name themselves, such as idempotency keys, is kept apart by it.</summary>
    public string Scope => $"{Role}/{Id}";

    public bool MayRead(string customerId) => Role != Role.Customer || Id == customerId;

    public bool MayOrderFor(string customerId) => Role != Role.Operator && MayRead(customerId);

    /// <summary>Null when the request has no caller; routes that require access are not reached then.</summary>
    public static Caller? Of(ClaimsPrincipal user) => user.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    /// <summary>Makes it a parameter of a route.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http) => ValueTask.FromResult(Of(http.User));
}

/// <summary>What stays of a token after it was checked.</summary>
internal sealed class CallerIdentity(Caller caller, string scheme) : ClaimsIdentity(scheme)
{
    public Caller Caller => caller;
}
