namespace Notifications.NotificationEndpoint.Relays;

/// <summary>One relay as it is now.</summary>
/// <param name="Name">Of the settings.</param>
/// <param name="IsDown">It gets no mail.</param>
/// <param name="Limit">Mails that it gets at a time.</param>
/// <param name="InUse">Sessions that have one.</param>
public readonly record struct RelayStanding(string Name, bool IsDown, int Limit, int InUse);
