using Notifications.OrdersEndpoint.Errors;

namespace Notifications.OrdersEndpoint.Tests.Description;

[CancelAfter(60_000)]
public sealed class ProblemsPageTests
{
    [Test]
    public void The_page_has_every_type_as_the_code_has_it() => Page.AssertHasTable("problems.md", "| type | status |",
        ProblemType.All.OrderBy(type => type.Status).Select(type => $"| `{type.Name}` | {type.Status} | {type.Title} | {type.Advice} |"));

    [Test]
    public void Every_type_is_known_to_those_who_look_it_up()
    {
        var declared = typeof(ProblemType).GetFields().Where(field => field.FieldType == typeof(ProblemType)).Select(field => field.GetValue(null));
        Assert.That(ProblemType.All, Is.EquivalentTo(declared));
    }

    [TestCaseSource(nameof(Types))]
    public async Task Its_address_tells_what_it_means_and_what_to_do(string name)
    {
        var type = ProblemType.All.Single(type => type.Name == name);
        using var page = await DescribedApi.Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, type.Uri), token: null);
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain(type.Title).And.Contain(type.Advice).And.Contain($"{type.Status}"));
    }

    private static IEnumerable<string> Types() => ProblemType.All.Select(type => type.Name);
}
