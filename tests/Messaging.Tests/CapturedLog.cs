using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Notifications.Messaging.Tests;

/// <summary>Keeps every log line, for tests of what an operator gets to read.</summary>
internal sealed class CapturedLog
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _lines = [];

    public IReadOnlyCollection<string> Lines => [.. _lines.Select(line => line.Line)];

    public IReadOnlyCollection<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Line)];

    /// <summary>The lines of one id.</summary>
    public IReadOnlyCollection<string> WithId(int id) => [.. Lines.Where(line => line.StartsWith($"{id}:", StringComparison.Ordinal))];

    public ILogger<T> For<T>() => new Logger<T>(_lines);

    private sealed class Logger<T>(ConcurrentQueue<(LogLevel Level, string Line)> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, $"{eventId.Id}: {formatter(state, exception)}"));
    }
}
