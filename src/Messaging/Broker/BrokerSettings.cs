using System.ComponentModel.DataAnnotations;

namespace Notifications.Messaging.Broker;

/// <summary>How to reach RabbitMQ; section <c>Broker</c>.</summary>
public sealed record BrokerSettings
{
    /// <summary>
    /// Required. <c>amqp://user:password@host:port/vhost</c>, or <c>amqps://…</c>; the default vhost is <c>/%2F</c> or no path at all. The nodes of a cluster are separated
    /// by commas, <c>amqp://user:password@a:5672,b:5672,c:5672/vhost</c>: when one dies, the next is tried.
    /// </summary>
    [DataType(DataType.Url)]
    public string Uri { get; init; } = "";

    /// <summary>Silence after which a connection counts as broken is about twice this. Default 10 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the topology is declared at each connection. Default true. Off for credentials that may not declare: then it is only looked
    /// at, and has to be declared before by running the program with <c>--install</c> and credentials that may.
    /// </summary>
    public bool Declare { get; init; } = true;

    /// <summary>How long a publish may wait for the broker's confirm. Default 10 s; after it the outcome is unknown and the message is published again.</summary>
    public TimeSpan PublishDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unconfirmed publishes at a time. Default 1,000: the broker confirms many with one flush of its disk.</summary>
    public int Window { get; init; } = 1_000;

    public IEnumerable<string> Problems()
    {
        if (BrokerNodes.Split(Uri).Select(AddressProblem).FirstOrDefault(problem => problem is not null) is { } wrong)
            yield return wrong;
        if (Heartbeat < TimeSpan.FromSeconds(1) || Heartbeat > TimeSpan.FromMinutes(2))
            yield return $"Broker:Heartbeat is {Heartbeat}; give a time from 00:00:01 to 00:02:00.";
        if (PublishDeadline < TimeSpan.FromSeconds(1) || PublishDeadline > TimeSpan.FromMinutes(1))
            yield return $"Broker:PublishDeadline is {PublishDeadline}; give a time from 00:00:01 to 00:01:00.";
        if (Window is < 1 or > 10_000)
            yield return $"Broker:Window is {Window}; give a number from 1 to 10000.";
    }

    /// <summary>Of one node. What stands before an @ is not shown: it is a password, or the rest of one.</summary>
    private static string? AddressProblem(string node)
    {
        if (!System.Uri.TryCreate(node, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host == "")
            return $"Broker:Uri {(node == "" ? "is missing, and so is RABBITMQ_URL" : "is not an AMQP address")}; give amqp://user:password@host:port/vhost, or several hosts separated by commas.";
        if ($"{uri.PathAndQuery}{uri.Fragment}".Contains('@'))
            return "Broker:Uri has an @ behind the address; in the user's name and password write / as %2F, ? as %3F and # as %23.";
        if (uri.Query != "")
            return "Broker:Uri has parameters behind a ?, which nobody reads; take them out. The heartbeat is Broker:Heartbeat.";
        return uri.AbsolutePath.Count(character => character == '/') > 1
            ? $"Broker:Uri has '{uri.AbsolutePath}' for a vhost; write a slash in its name as %2F."
            : null;
    }
}
