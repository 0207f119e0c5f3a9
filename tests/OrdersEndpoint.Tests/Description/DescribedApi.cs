namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>One API for all tests of its description.</summary>
[SetUpFixture]
public sealed class DescribedApi
{
    internal static OrdersApi Api { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start() => Api = await OrdersApi.StartAsync(new Dictionary<string, string> { ["Documentation__Page"] = "true" });

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Api is not null)
            await Api.DisposeAsync();
    }
}
