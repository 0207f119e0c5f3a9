namespace Notifications.LocalStack.Servers;

/// <summary>Everything a private instance leaves on the disk lies below one folder.</summary>
public sealed record InstanceFolder(string Root)
{
    public string Data { get; } = Path.Combine(Root, "data");

    public string Logs { get; } = Path.Combine(Root, "logs");

    public string Pids { get; } = Path.Combine(Root, "pids");
}
