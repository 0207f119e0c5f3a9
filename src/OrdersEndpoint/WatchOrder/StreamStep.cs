using Notifications.OrdersEndpoint.ReadOrder;

namespace Notifications.OrdersEndpoint.WatchOrder;

/// <summary>What a stream does at one look at its order. There is nothing else.</summary>
internal enum StreamStep
{
    Wait,

    /// <summary>A comment, so that nobody in between takes the stream for dead, and we notice when the client is.</summary>
    Heartbeat,

    Show,
    ShowAndEnd,
    End,
}

internal static class StreamSteps
{
    /// <summary>Then the client comes back by itself, with a token that still holds.</summary>
    public static readonly TimeSpan OpenAtMost = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    /// <param name="seen">The state that the client knows; null when it knows none.</param>
    /// <param name="now">The newest that we know.</param>
    /// <param name="open">Since the stream was opened.</param>
    /// <param name="quiet">Since it last carried anything.</param>
    public static StreamStep Next(string? seen, Representation now, TimeSpan open, TimeSpan quiet) => now.Id == seen
        ? now.IsFinal || open >= OpenAtMost ? StreamStep.End : quiet >= HeartbeatEvery ? StreamStep.Heartbeat : StreamStep.Wait
        : now.IsFinal ? StreamStep.ShowAndEnd : StreamStep.Show;
}
