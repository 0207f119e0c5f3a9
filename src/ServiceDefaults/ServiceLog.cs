using Microsoft.Extensions.Logging;

namespace Notifications.ServiceDefaults;

/// <summary>Log lines that every host has, each once, with its id (5000–5099).</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(5000, LogLevel.Critical, "{Service} stops: {Reason}")]
    public static partial void Stops(this ILogger log, string service, string reason, Exception crash);

    [LoggerMessage(5001, LogLevel.Information, "The log level of {Source} is {Level} from now on; it was {Before}. {File} says so, or says nothing any more.")]
    public static partial void LevelChanged(this ILogger log, string source, string level, string before, string file);

    [LoggerMessage(5002, LogLevel.Error, "Log levels stay as they are: {File} cannot be used ({Problem}). Mend it or remove it; it is read every second.")]
    public static partial void LevelsStay(this ILogger log, string file, string problem);

    [LoggerMessage(5003, LogLevel.Information, "Rehearsed for {Seconds:0.0} s: {Requests} requests, none of which left a trace; {Methods} methods were compiled.")]
    public static partial void Rehearsed(this ILogger log, long requests, long methods, double seconds);

    [LoggerMessage(5004, LogLevel.Warning, "Starts without a rehearsal, so that the first requests will take longer: {Reason}")]
    public static partial void NotRehearsed(this ILogger log, string reason);
}
