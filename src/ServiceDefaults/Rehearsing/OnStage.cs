namespace Notifications.ServiceDefaults.Rehearsing;

/// <summary>Is a service of the copy that rehearses, and of no host that works. Whoever stores sees to it that then nothing can be stored.</summary>
public sealed class OnStage;
