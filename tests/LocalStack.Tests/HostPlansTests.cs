using Notifications.LocalStack.Hosts;

namespace Notifications.LocalStack.Tests;

public sealed class HostPlansTests
{
    private static readonly Dictionary<string, string> Access = new() { ["Access__ServiceTokens__0__Token"] = "the-secret" };
    private static readonly Dictionary<string, string> Telemetry = new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318/" };

    [Test]
    public void The_orders_endpoint_alone_is_told_whom_to_let_in()
    {
        var told = HostPlans.Endpoints(Access, Telemetry).Where(plan => plan.Settings.ContainsKey("Access__ServiceTokens__0__Token"));

        Assert.That(told.Select(plan => plan.Name), Is.EqualTo(new[] { "orders" }));
    }

    [Test]
    public void Every_endpoint_is_told_where_its_spans_are_wanted() =>
        Assert.That(HostPlans.Endpoints(Access, Telemetry).Select(plan => plan.Settings.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT")), Is.All.EqualTo("http://127.0.0.1:4318/"));

    [Test]
    public void No_secret_is_in_the_arguments_of_a_process_which_all_on_the_machine_can_read() =>
        Assert.That(HostPlans.Endpoints(Access, Telemetry).SelectMany(plan => plan.ToProcess().Arguments), Has.None.Contains("the-secret"));
}
