namespace Notifications.LocalStack.Access;

/// <summary>What <c>./run token</c> can print.</summary>
public abstract record Credential
{
    private Credential() { }

    /// <summary>The token of the shop's own server, which acts for every customer. It has no end.</summary>
    public sealed record OfService : Credential;

    /// <summary>A JWT of a person.</summary>
    /// <param name="Role"><c>customer</c>, <c>operator</c> or <c>admin</c>.</param>
    /// <param name="Id">A customer's is the <c>customer_id</c> of their orders.</param>
    public sealed record OfPerson(string Role, string Id, TimeSpan Lifetime) : Credential;

    /// <summary>What a system must have to know the tokens of people.</summary>
    public sealed record PublicKey : Credential;
}
