using System.Globalization;
using Notifications.LocalStack.Hosts;
using Notifications.LocalStack.Servers;

namespace Notifications.LocalStack.Demo;

/// <summary>What the person at the terminal reads at the end: what happened, and where to look on.</summary>
public static class DemoReport
{
    public static string Write(DemoResult result, string logFolder) => $"""

        {(result.Problem is { } problem ? $"The order's e-mail did not come: {problem}" : Success(result))}

        Look at
          e-mails      {HostPlans.MailPage}
          the API      {HostPlans.Orders}scalar   (to try it, with a token)
          the promise  {HostPlans.Reconciliation}sla
          RabbitMQ     http://127.0.0.1:15672/   user {ServerAddresses.User}, password {ServerAddresses.Password}
          PostgreSQL   postgresql://{ServerAddresses.User}:{ServerAddresses.Password}@127.0.0.1:55432/{ServerAddresses.Database}
                       {ServerAddresses.Local.Postgres}
          logs         {logFolder}   (./run logs [name] [-f])

        Ask the API, as the shop (or as its customer: ./run token --customer {DemoOrder.Customer}, or as an operator: ./run token --admin)
          TOKEN=$(./run token)
          curl -H "Authorization: Bearer $TOKEN" {HostPlans.Orders}orders/{result.OrderId}

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
