namespace Notifications.Proof.Stage;

/// <summary>The kinds of processes of ours.</summary>
public enum Role
{
    Api,
    Consumer,
    Node,
}

/// <summary>The ways between our processes and the others; each has a proxy in it that can disturb it.</summary>
public enum Link
{
    Broker,
    Database,
    Relay,
}
