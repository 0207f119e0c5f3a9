using System.Globalization;
using Notifications.LocalStack.Hosts;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Demo;

/// <summary>What the person at the terminal reads at the end: what happened, and where to look on.</summary>
public static class DemoReport
{
    /// <param name="results">Of at least one order; the first is told in full.</param>
    /// <param name="ways">What the spans of all tell, one line each.</param>
    /// <param name="logFolder">Where the processes write.</param>
    public static string Write(IReadOnlyList<DemoResult> results, IReadOnlyList<string> ways, string logFolder) => $"""

        {(results.FirstOrDefault(result => result.Problem is not null) is { } failed ? $"The order's e-mail did not come: {failed.Problem}" : Success(results[0]))}

        {string.Join($"{Environment.NewLine}  ", ways)}

        Look at
          e-mails      {HostPlans.MailPage}
          the API      {HostPlans.Orders}scalar   (to try it, with a token)
          the promise  {HostPlans.Reconciliation}sla
          failures     {HostPlans.Recoverability}api/errors, for ServicePulse (docs/failed-messages.md)
          metrics      {HostPlans.Orders}metrics, {HostPlans.Notification}metrics, {HostPlans.Reconciliation}metrics, {HostPlans.Recoverability}metrics
          RabbitMQ     http://127.0.0.1:15672/   user {ServerAddresses.User}, password {ServerAddresses.Password}
          PostgreSQL   postgresql://{ServerAddresses.User}:{ServerAddresses.Password}@127.0.0.1:55432/{ServerAddresses.Database}
                       {ServerAddresses.Local.Postgres}
          logs         {logFolder}   (./run logs [name] [-f])

        Ask the API, as the shop (or as its customer: ./run token --customer {DemoOrder.Customer}, or as an operator: ./run token --operator)
          TOKEN=$(./run token)
          curl -H "Authorization: Bearer $TOKEN" {HostPlans.Orders}orders/{results[0].OrderId}

        Place another order; with the same key it is the same order
          curl -i {HostPlans.Orders}orders -H "Authorization: Bearer $TOKEN" -H 'Idempotency-Key: {Guid.NewGuid():D}' \
            -H 'Content-Type: application/json' -d '{DemoOrder.BodyFor("ana@example.test")}'

        """;

    private static string Success(DemoResult result) => $"""
        Order {result.OrderId}
          answered with 202 after    {Milliseconds(result.Answer)} ms
          e-mail in the catcher      {Milliseconds(result.Email)} ms after that, to {result.Recipient}
          GET /orders/… says         confirmation: {result.Confirmation}
        """;

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
