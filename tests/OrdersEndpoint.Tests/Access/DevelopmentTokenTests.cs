using System.Net;
using System.Text;
using Notifications.LocalStack.Access;

namespace Notifications.OrdersEndpoint.Tests.Access;

/// <summary>What <c>./run token</c> prints, at an API that was told what <c>./run</c> and <c>docker-compose.yml</c> tell it.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
public sealed class DevelopmentTokenTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("notifications-access-");
    private DevelopmentAccess _access = null!;

    [OneTimeSetUp]
    public void Open() => _access = DevelopmentAccess.Open(_folder.FullName, _ => { });

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task The_shop_places_an_order_that_its_customer_and_an_operator_may_read_and_another_customer_may_not()
    {
        await using var api = await OrdersApi.StartAsync(_access.Settings);
        using var placed = await SendAsync(api, new Credential.OfService(), HttpMethod.Post, "/orders");
        Assert.That(placed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));

        var order = placed.Headers.Location!.ToString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StatusOfAsync(api, Person("customer", "123"), order), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusOfAsync(api, Person("customer", "124"), order), Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await StatusOfAsync(api, Person("admin", "operator"), order), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusOfAsync(api, new Credential.PublicKey(), order), Is.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    [Test]
    public async Task Without_a_key_which_is_an_empty_variable_under_compose_the_shop_is_let_in_and_people_are_not()
    {
        await using var api = await OrdersApi.StartAsync(new Dictionary<string, string>(_access.Settings) { ["Access__PublicKeys__0"] = "" });

        using var placed = await SendAsync(api, new Credential.OfService(), HttpMethod.Post, "/orders");

        Assert.That(placed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await StatusOfAsync(api, Person("customer", "123"), placed.Headers.Location!.ToString()), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static Credential.OfPerson Person(string role, string id) => new(role, id, TimeSpan.FromMinutes(1));

    private async Task<HttpStatusCode> StatusOfAsync(OrdersApi api, Credential credential, string path)
    {
        using var answer = await SendAsync(api, credential, HttpMethod.Get, path);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(OrdersApi api, Credential credential, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent(OrdersApi.Order, Encoding.UTF8, "application/json");
        return await api.SendAsync(request, _access.Give(credential, TimeProvider.System.GetUtcNow()));
    }
}
