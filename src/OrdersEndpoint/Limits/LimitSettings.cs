namespace Notifications.OrdersEndpoint.Limits;

/// <summary>How much one caller may ask for; section <c>Limits</c>. Each process of the API counts by itself.</summary>
public sealed record LimitSettings
{
    /// <summary>Requests of one customer, a second, in the long run; five seconds' worth at once. Default 10.</summary>
    public int CustomerRequestsPerSecond { get; init; } = 10;

    /// <summary>The same for an admin or an operator. Default 50.</summary>
    public int AdminRequestsPerSecond { get; init; } = 50;

    /// <summary>The same for a machine, such as the shop's own server. Default 10,000.</summary>
    public int ServiceRequestsPerSecond { get; init; } = 10_000;

    /// <summary>Orders for one e-mail address at once, whoever places them. Default 20. What follows a plus sign before the @ makes no other address.</summary>
    public int RecipientOrders { get; init; } = 20;

    /// <summary>After those, one in this time. Default 30 s.</summary>
    public TimeSpan RecipientEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Event streams open at a time. Default 200: each reads the database once a second.</summary>
    public int Streams { get; init; } = 200;

    /// <summary>Of these, for one customer. Default 5.</summary>
    public int StreamsPerCustomer { get; init; } = 5;

    public IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(CustomerRequestsPerSecond), CustomerRequestsPerSecond), (nameof(AdminRequestsPerSecond), AdminRequestsPerSecond),
            (nameof(ServiceRequestsPerSecond), ServiceRequestsPerSecond), (nameof(RecipientOrders), RecipientOrders),
            (nameof(Streams), Streams), (nameof(StreamsPerCustomer), StreamsPerCustomer),
        })
        {
            if (value is < 1 or > 1_000_000)
                yield return $"Limits:{name} is {value}; give a number from 1 to 1000000.";
        }

        if (RecipientEvery < TimeSpan.FromMilliseconds(1) || RecipientEvery > TimeSpan.FromDays(1))
            yield return $"Limits:RecipientEvery is {RecipientEvery}; give a time from 00:00:00.001 to 1.00:00:00.";
    }
}
