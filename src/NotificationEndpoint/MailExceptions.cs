namespace Notifications.NotificationEndpoint;

/// <summary>Nobody takes mail for this address, or it is none. In the error queue it waits for a person, apart from other refusals: the type is what failures are grouped by.</summary>
public sealed class RecipientRejectedException(string reason) : Exception(reason);

/// <summary>The relay refused this e-mail for good, for its content, its size or a policy of the relay's. In the error queue it waits for a person.</summary>
public sealed class MailRejectedException(string reason) : Exception(reason);

/// <summary>The relay put the e-mail off, or nobody saw how the attempt ended.</summary>
public sealed class MailNotAcceptedException(string reason) : Exception(reason);

/// <summary>A command for an e-mail that no order asks for. It would fail the same way again. Says nothing of the address: that is in the body.</summary>
public sealed class NotOrderedException(Guid orderId, bool orderExists) : Exception(orderExists
    ? $"Order {orderId} has another recipient than this command; no e-mail was sent. Somebody has forged the command, or has changed the order since."
    : $"There is no order {orderId}; no e-mail was sent. Somebody has forged the command, or has removed the order since, or the database has lost it.");
