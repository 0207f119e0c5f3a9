using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Notifications.Messaging.Tests;

/// <summary>Keeps every log line, for tests of what an operator gets to read.</summary>
internal sealed class CapturedLog
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger<T> For<T>() => new Logger<T>(_lines);

    private sealed class Logger<T>(ConcurrentQueue<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{eventId.Id}: {formatter(state, exception)}");
    }
}
