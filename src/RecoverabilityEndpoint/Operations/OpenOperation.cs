namespace Notifications.RecoverabilityEndpoint.Operations;

/// <summary>An operation whose messages are still being selected.</summary>
/// <param name="Id">Of the operation.</param>
/// <param name="Asked">What a person wants.</param>
/// <param name="AskedAt">Messages that changed after it are not meant.</param>
/// <param name="PreparedUpto">The last message that was taken; null before the first.</param>
/// <param name="Total">Taken until now.</param>
internal sealed record OpenOperation(Guid Id, AskedOperation Asked, DateTime AskedAt, Guid? PreparedUpto, long Total);

/// <summary>The next messages of an operation, taken.</summary>
/// <param name="Selected">Those that fit.</param>
/// <param name="Taken">Without those that wait to be sent back already, for another operation.</param>
/// <param name="Last">In the order of ids; null when none fits any more.</param>
internal sealed record Slice(long Selected, long Taken, Guid? Last);

/// <summary>An operation that has come to its end.</summary>
/// <param name="Asked">What a person wanted.</param>
/// <param name="Id">Of the operation.</param>
/// <param name="Total">Messages that were taken.</param>
/// <param name="Done">Given to the broker, or changed.</param>
/// <param name="Failed">Could not be sent back.</param>
internal sealed record CompletedOperation(Guid Id, AskedOperation Asked, long Total, long Done, long Failed);
