using Npgsql;

namespace Notifications.Messaging.Diagnostics;

/// <summary>What a log line tells of a failed call to the database: a server that is away needs a reason and no stack, an error of ours needs both.</summary>
public static class FailureText
{
    /// <summary>One sentence.</summary>
    public static string ReasonOf(Exception failure) =>
        failure.InnerException is { } inner && failure is NpgsqlException ? $"{failure.Message}: {inner.GetBaseException().Message}" : failure.Message;

    /// <summary>The exception if its stack can help; null when the server is away, is about to stop, or lets nobody in.</summary>
    public static Exception? StackOf(Exception failure) => failure is TimeoutException or NpgsqlException and not PostgresException || IsOfTheServer(failure) ? null : failure;

    /// <summary>Classes of the server's errors that are about it, and not about the statement: connection, authorization, resources, an operator, its own system.</summary>
    private static bool IsOfTheServer(Exception failure) => failure is PostgresException { SqlState: { Length: > 2 } state } && state[..2] is "08" or "28" or "53" or "57" or "58";
}
