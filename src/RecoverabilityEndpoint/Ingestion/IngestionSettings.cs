using System.ComponentModel.DataAnnotations;

namespace Notifications.RecoverabilityEndpoint.Ingestion;

/// <summary>How the error queue is emptied into the database; section <c>Ingestion</c>.</summary>
public sealed record IngestionSettings
{
    /// <summary>Messages stored in one transaction at most. Default 200.</summary>
    public int Batch { get; init; } = 200;

    /// <summary>Messages that the broker hands us before we have stored the earlier ones. Default 400: the next batch gathers while one is stored.</summary>
    public int Prefetch { get; init; } = 400;

    /// <summary>
    /// RabbitMQ's management API, such as <c>http://user:password@rabbitmq:15672</c>, with a user who may set operator policies. Default nothing. Given, a policy keeps RabbitMQ 4
    /// from dropping messages of the error queue that were handed out and returned 20 times.
    /// </summary>
    [DataType(DataType.Url)]
    public string Management { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Management != "" && !(Uri.TryCreate(Management, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Contains(':')))
            yield return $"Ingestion:Management has {Management.Length} characters and is no address with a user; give http://user:password@host:15672, or nothing.";
        if (Batch is < 1 or > 5_000)
            yield return $"Ingestion:Batch is {Batch}; give a number from 1 to 5000.";
        if (Prefetch < Batch || Prefetch > ushort.MaxValue)
            yield return $"Ingestion:Prefetch is {Prefetch}; give a number from Ingestion:Batch ({Batch}) to {ushort.MaxValue}.";
    }

    /// <summary>A record writes all it has; the password is not to be written.</summary>
    public override string ToString() => $"Batch = {Batch}, Prefetch = {Prefetch}";
}
