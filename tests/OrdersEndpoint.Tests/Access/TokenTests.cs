using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Notifications.Testing;

namespace Notifications.OrdersEndpoint.Tests.Access;

/// <summary>Who gets in, over real HTTP. Nothing is stored for anybody who does not.</summary>
[CancelAfter(120_000)]
public sealed class TokenTests
{
    private OrdersApi _api = null!;

    [OneTimeSetUp]
    public async Task StartApi() => _api = await OrdersApi.StartAsync();

    [OneTimeTearDown]
    public async Task StopApi() => await _api.DisposeAsync();

    public static IEnumerable<TestCaseData> BadTokens()
    {
        yield return new TestCaseData((string?)null) { TestName = "None" };
        yield return new TestCaseData("") { TestName = "An empty one" };
        yield return new TestCaseData("nonsense") { TestName = "Nonsense" };
        yield return new TestCaseData("a.b.c") { TestName = "Nonsense with dots" };
        yield return new TestCaseData($"{TestAccess.ServiceToken}x") { TestName = "A service's with a character more" };
        yield return new TestCaseData(TestAccess.ServiceToken.ToUpperInvariant()) { TestName = "A service's in capitals" };
        yield return Bad("One that has expired", claims => claims.Expires = DateTime.UtcNow.AddMinutes(-1));
        yield return Bad("One that never expires", claims => claims.Expires = null);
        yield return Bad("One that is not valid yet", claims => claims.NotBefore = DateTime.UtcNow.AddMinutes(5));
        yield return Bad("One of another issuer", claims => claims.Issuer = "https://elsewhere.example");
        yield return Bad("One for another service", claims => claims.Audience = "another");
        yield return Bad("One for nobody", claims => claims.Audience = null);
        yield return new TestCaseData(TestAccess.Sign(TestAccess.Claims("123", "admin"), new SigningCredentials(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)), "ES256")))
        { TestName = "One that somebody else has signed" };
        yield return new TestCaseData(TestAccess.Sign(
            TestAccess.Claims("123", "admin"), new SigningCredentials(new SymmetricSecurityKey(Convert.FromBase64String(TestAccess.Settings["Access__PublicKeys__0"])), "HS256")))
        { TestName = "One with the public key taken for a shared secret" };
        yield return new TestCaseData(Unsigned()) { TestName = "One without a signature" };
        yield return new TestCaseData(Tampered()) { TestName = "One that was changed after it was signed" };
    }

    [TestCaseSource(nameof(BadTokens))]
    public async Task A_bad_token_is_answered_with_401_and_not_why(string? token)
    {
        var before = await OrdersAsync();
        using var placing = await _api.SendAsync(Post(), token);
        using var reading = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders/019aa000-1111-7abc-8def-0123456789ab"), token);

        var problem = await OrdersApi.JsonOf(placing);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((placing.StatusCode, reading.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)));
            Assert.That(placing.Headers.WwwAuthenticate.ToString(), Is.EqualTo(token is null ? "Bearer" : "Bearer error=\"invalid_token\""));
            Assert.That((string?)problem["type"], Is.EqualTo("/problems/unauthenticated"));
            Assert.That((string?)problem["trace_id"], Has.Length.EqualTo(32));
            Assert.That(problem.ToJsonString(), Does.Not.Contain("IDX").And.Not.Contain("Exception"));
            Assert.That(await OrdersAsync(), Is.EqualTo(before));
        }
    }

    [TestCase("Basic c2hvcDp0b2tlbg==")]
    [TestCase("Bearer")]
    [TestCase("test-service-token-for-tests-alone-0123456789")]
    public async Task A_token_comes_in_the_header_as_Bearer_and_in_no_other_way(string header)
    {
        var request = Post($"/orders?access_token={TestAccess.ServiceToken}");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        request.Headers.TryAddWithoutValidation("Cookie", $"access_token={TestAccess.ServiceToken}");
        using var answer = await _api.SendAsync(request, token: null);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("other")]
    [TestCase("Customer")]
    public async Task A_good_token_with_no_role_of_ours_is_forbidden_everything(string role)
    {
        using var answer = await _api.SendAsync(Post(), TestAccess.Sign(TestAccess.Claims("123", role)));
        Assert.That((answer.StatusCode, (string?)(await OrdersApi.JsonOf(answer))["type"]), Is.EqualTo((HttpStatusCode.Forbidden, "/problems/forbidden")));
    }

    [TestCase("")]
    [TestCase("a\u0000b")]
    public async Task So_is_a_customer_without_a_usable_id(string id)
    {
        using var answer = await _api.SendAsync(Post(), TestAccess.CustomerToken(id));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_customer_places_orders_of_their_own_and_no_others()
    {
        var before = await OrdersAsync();
        using var own = await _api.SendAsync(Post(), TestAccess.CustomerToken("123"));
        using var others = await _api.SendAsync(Post(), TestAccess.CustomerToken("124"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((own.StatusCode, others.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Forbidden)));
            Assert.That(await OrdersAsync(), Is.EqualTo(before + 1));
        }
    }

    [Test]
    public async Task Another_customers_order_is_not_there_and_an_admin_sees_it()
    {
        using var placed = await _api.SendAsync(Post(), TestAccess.CustomerToken("123"));
        var statuses = new List<HttpStatusCode>();
        foreach (var token in new[] { TestAccess.CustomerToken("123"), TestAccess.CustomerToken("124"), TestAccess.AdminToken(), TestAccess.ServiceToken })
        {
            using var answer = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, placed.Headers.Location), token);
            statuses.Add(answer.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK }));
    }

    [Test]
    public async Task An_operator_reads_every_order_and_places_none()
    {
        var before = await OrdersAsync();
        using var refused = await _api.SendAsync(Post(), TestAccess.OperatorToken());
        Assert.That((refused.StatusCode, await OrdersAsync()), Is.EqualTo((HttpStatusCode.Forbidden, before)));

        using var placed = await _api.SendAsync(Post());
        using var seen = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, placed.Headers.Location), TestAccess.OperatorToken());
        using var list = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/orders?customer_id=123"), TestAccess.OperatorToken());
        Assert.That((seen.StatusCode, list.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
    }

    [TestCase("operator", "customer", 403)]
    [TestCase("operator", "admin", 202)]
    public async Task Of_several_roles_the_one_that_may_do_most_counts(string one, string other, int status)
    {
        using var answer = await _api.SendAsync(Post(), TestAccess.Sign(TestAccess.Claims("123", one, other)));
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase("/health/live", 200)]
    [TestCase("/health/ready", 200)]
    [TestCase("/problems/invalid-order", 200)]
    [TestCase("/", 401)]
    [TestCase("/nowhere", 401)]
    public async Task Without_a_token_there_is_health_and_what_errors_mean_and_nothing_else(string path, int status)
    {
        using var answer = await _api.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), token: null);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Keys_of_an_identity_provider_are_fetched_from_it()
    {
        await using var provider = await Provider.StartAsync();
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string>
        {
            ["Access__PublicKeys__0"] = "",
            ["Access__Issuer"] = "",
            ["Access__Authority"] = provider.Address,
        });

        using var answer = await api.SendAsync(Post(), provider.Token("123"));
        using var stranger = await api.SendAsync(Post(), TestAccess.CustomerToken("123"));
        Assert.That((answer.StatusCode, stranger.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task While_the_identity_provider_is_away_its_tokens_are_neither_good_nor_bad_and_services_get_in()
    {
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string>
        {
            ["Access__PublicKeys__0"] = "",
            ["Access__Authority"] = "http://127.0.0.1:1",
        });

        using var customer = await api.SendAsync(Post(), TestAccess.CustomerToken("123"));
        using var service = await api.SendAsync(Post());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((customer.StatusCode, service.StatusCode), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted)));
            Assert.That(customer.Headers.RetryAfter, Is.Not.Null);
            Assert.That((string?)(await OrdersApi.JsonOf(customer))["type"], Is.EqualTo("/problems/unavailable"));
        }
    }

    private static HttpRequestMessage Post(string path = "/orders") => new(HttpMethod.Post, path) { Content = new StringContent(OrdersApi.Order, Encoding.UTF8, "application/json") };

    private Task<long> OrdersAsync() => _api.QueryAsync<long>("SELECT count(*) FROM orders.orders");

    private static TestCaseData Bad(string name, Action<SecurityTokenDescriptor> spoil)
    {
        var claims = TestAccess.Claims("123", "admin");
        spoil(claims);
        return new TestCaseData(TestAccess.Sign(claims)) { TestName = name };
    }

    private static string Unsigned()
    {
        var parts = TestAccess.AdminToken().Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
    }

    private static string Tampered()
    {
        var parts = TestAccess.CustomerToken("123").Split('.');
        return $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("customer", "admin", StringComparison.Ordinal))}.{parts[2]}";
    }

    /// <summary>An OpenID Connect provider as far as an API sees one.</summary>
    private sealed class Provider(WebApplication app, RSA key) : IAsyncDisposable
    {
        public string Address => app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        public static async Task<Provider> StartAsync()
        {
            var key = RSA.Create(2048);
            var web = WebApplication.CreateSlimBuilder();
            web.WebHost.UseSetting("urls", "http://127.0.0.1:0");
            var app = web.Build();
            var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)) { KeyId = "one" });
            app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new { issuer = "https://login.example", jwks_uri = $"http://{request.Host}/keys" }));
            app.MapGet("/keys", () => Results.Json(new { keys = new[] { new { kty = "RSA", kid = "one", use = "sig", n = jwk.N, e = jwk.E } } }));
            await app.StartAsync();
            return new Provider(app, key);
        }

        public string Token(string customer)
        {
            var claims = TestAccess.Claims(customer, "customer");
            claims.Issuer = "https://login.example";
            return TestAccess.Sign(claims, new SigningCredentials(new RsaSecurityKey(key) { KeyId = "one" }, "RS256"));
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            key.Dispose();
        }
    }
}
