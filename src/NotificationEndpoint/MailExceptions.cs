namespace Notifications.NotificationEndpoint;

/// <summary>The relay, or the address itself, said no for good. In the error queue it waits for a person.</summary>
public sealed class MailRejectedException(string reason) : Exception(reason);

/// <summary>The relay put the e-mail off, or nobody saw how the attempt ended.</summary>
public sealed class MailNotAcceptedException(string reason) : Exception(reason);
