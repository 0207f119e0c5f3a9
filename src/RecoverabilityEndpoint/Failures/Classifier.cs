namespace Notifications.RecoverabilityEndpoint.Failures;

/// <summary>One way to put failed messages into groups. The names are ServiceControl's; ServicePulse offers them in this order.</summary>
/// <param name="Name">As the API has it.</param>
/// <param name="Column">Of <c>recoverability.failed_messages</c>: the group that a message is in.</param>
internal sealed record Classifier(string Name, string Column)
{
    public static readonly Classifier Exception = new("Exception Type and Stack Trace", "by_exception");
    public static readonly Classifier MessageType = new("Message Type", "by_type");
    public static readonly Classifier EndpointAddress = new("Endpoint Address", "by_address");
    public static readonly Classifier EndpointInstance = new("Endpoint Instance", "by_instance");
    public static readonly Classifier EndpointName = new("Endpoint Name", "by_endpoint");

    public static readonly IReadOnlyList<Classifier> All = [Exception, MessageType, EndpointAddress, EndpointInstance, EndpointName];

    /// <summary>Null when there is no such classifier.</summary>
    public static Classifier? Find(string name) => All.FirstOrDefault(classifier => classifier.Name == name);
}
