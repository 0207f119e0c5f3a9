using Microsoft.AspNetCore.Http;
using Notifications.OrdersEndpoint.Requests;
using Notifications.ServiceDefaults.Access;

namespace Notifications.OrdersEndpoint.Tests.Requests;

[Parallelizable(ParallelScope.All)]
public sealed class IdempotencyKeyTests
{
    [TestCase("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [TestCase("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [TestCase("  order-7  ", "order-7")]
    [TestCase("a,b;c=d", "a,b;c=d")]
    [TestCase("\"a\\\"b\\\\c\"", "a\"b\\c")]
    public void A_key_may_be_bare_or_quoted(string header, string key)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read((IdempotencyKey.Header, header)), Is.EqualTo((key, (string?)null)));
            Assert.That(Read((IdempotencyKey.OlderHeader, header)), Is.EqualTo((key, (string?)null)));
        }
    }

    [TestCase("")]
    [TestCase("\"\"")]
    [TestCase("\"open")]
    [TestCase("\"a\"b")]
    [TestCase("a\"b")]
    [TestCase("\"a\\n\"")]
    [TestCase("two words")]
    [TestCase("tab\tbed")]
    [TestCase("\u00FCber")]
    public void What_is_no_key_is_told_so(string header) =>
        Assert.That(Read((IdempotencyKey.Header, header)).Problem, Does.StartWith("Idempotency-Key is not a key"));

    [TestCase(255, true)]
    [TestCase(256, false)]
    public void A_key_is_bounded(int length, bool good) => Assert.That(Read((IdempotencyKey.Header, new string('k', length))).Key is not null, Is.EqualTo(good));

    [Test]
    public void No_header_is_no_key_and_no_problem() => Assert.That(Read(), Is.EqualTo(((string?)null, (string?)null)));

    [Test]
    public void Both_headers_may_say_the_same_and_must() => Assert.That(
        (Read((IdempotencyKey.Header, "\"a\""), (IdempotencyKey.OlderHeader, "a")).Key, Read((IdempotencyKey.Header, "a"), (IdempotencyKey.OlderHeader, "b")).Problem),
        Is.EqualTo(("a", "Idempotency-Key and X-Idempotency-Key differ; send one of them.")));

    [Test]
    public void A_header_that_is_there_twice_is_told_so() => Assert.That(
        IdempotencyKey.Read(new HeaderDictionary { [IdempotencyKey.Header] = new(["a", "a"]) }).Problem, Does.Contain("2 times"));

    [Test]
    public void The_same_key_of_another_caller_is_another_and_none_can_be_made_to_look_like_it()
    {
        Caller[] callers = [new(Role.Customer, "1"), new(Role.Customer, "1/2"), new(Role.Service, "1"), new(Role.Admin, "1")];
        string[] keys = ["k", "2/k", "1/k"];
        Assert.That(callers.SelectMany(caller => keys.Select(key => RequestKey.Of(caller, key))), Is.Unique);
    }

    /// <summary>Stored for as long as the order: another way to make it would let every repeated request be a second order.</summary>
    [Test]
    public void What_is_stored_of_a_key_never_changes() =>
        Assert.That(RequestKey.Of(new Caller(Role.Customer, "123"), "order-7"), Is.EqualTo(Guid.Parse("3946fb31-134f-bb52-e758-dc759f243226")));

    private static (string? Key, string? Problem) Read(params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
            all[name] = value;
        return IdempotencyKey.Read(all);
    }
}
