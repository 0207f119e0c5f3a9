using System.Diagnostics;
using Notifications.Bench.Measures;
using Notifications.Bench.Wire;

namespace Notifications.Bench.Load;

/// <summary>
/// In: a plan. Out: a note of every order, with the times at which it was due, sent and answered. One thread does all of it, because it shares the processors with what it
/// measures. An order that is due while every connection waits for an answer is sent late, and its clock runs from when it was due. A refused order is not sent again.
/// </summary>
internal sealed class LoadClient(LoadPlan plan) : IDisposable
{
    private static readonly long Rest = Stopwatch.Frequency / 20;
    private static readonly long Patience = 30 * Stopwatch.Frequency;

    private readonly OrderRequests _requests = new(plan.Apis[0], plan.Token, plan.Keyed);
    private readonly Connection[] _connections = [.. Enumerable.Range(0, plan.Connections).Select(number => new Connection(plan.Apis[number % plan.Apis.Count]))];
    private readonly Stack<int> _free = [];
    private readonly Queue<int> _resting = [];
    private readonly Notes<OrderNote> _notes = new();
    private readonly Waiting _waiting = new();
    private readonly Schedule? _schedule = plan.Rate > 0 ? Schedule.For(plan.Begin, plan.Rate, plan.Seconds) : null;
    private readonly long _end = plan.Begin + (long)(plan.Seconds * Stopwatch.Frequency);
    private long _underWay;

    public Notes<OrderNote> Notes => _notes;

    public LoadResult Run()
    {
        _notes.Reserve(_schedule?.Orders ?? (long)Math.Min(plan.Most, plan.Seconds * 30_000));
        for (var number = plan.Connections - 1; number >= 0; number--)
        {
            _connections[number].Open(_waiting, number);
            _free.Push(number);
        }

        WaitUntil(plan.Begin);
        var processor = Environment.CpuUsage.TotalTime;
        while (Stopwatch.GetTimestamp() is var now && now < _end + Patience)
        {
            var more = SendDue(now);
            if (!more && _underWay == 0)
                break;
            var ready = _waiting.Wait(more ? Pause(now) : 100);
            for (var place = 0; place < ready; place++)
                Receive(_waiting.Ready(place));
        }

        return Sum((Environment.CpuUsage.TotalTime - processor).TotalMicroseconds);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();
        _waiting.Dispose();
    }

    /// <returns>Whether there will be more to send.</returns>
    private bool SendDue(long now)
    {
        while (_resting.TryPeek(out var rested) && _connections[rested].RestsUntil <= now)
            _free.Push(_resting.Dequeue());
        // What is still unsent a second after the end was too much for the connections; it counts as not sent.
        if (now >= (_schedule is null ? _end : _end + Stopwatch.Frequency) || _notes.Count >= Most)
            return false;
        var due = _schedule?.DueAt(now) ?? plan.Most;
        while (_notes.Count < due && _free.TryPop(out var number))
            Send(number);
        return _notes.Count < Most;
    }

    private long Most => _schedule?.Orders ?? plan.Most;

    /// <summary>Milliseconds. Answers end it earlier.</summary>
    private int Pause(long now) => _free.Count > 0 && _schedule is { } schedule ? schedule.MillisecondsUntil((int)_notes.Count, now) : _resting.Count > 0 ? 10 : 100;

    private void Send(int number)
    {
        var connection = _connections[number];
        var order = _notes.Count;
        var now = Stopwatch.GetTimestamp();
        connection.Awaited = _notes.Add(new OrderNote { Intended = _schedule?.Due((int)order) ?? now, Sent = now });
        _underWay++;
        if (!connection.Send(_requests.Of(plan.FirstNumber + order)))
            Break(number);
    }

    private void Receive(int number)
    {
        var connection = _connections[number];
        if (!connection.Receive(out var whole))
            Break(number);
        else if (whole is { } answer && connection.Awaited >= 0)
            Note(number, connection, answer);
    }

    private void Note(int number, Connection connection, Answer answer)
    {
        ref var note = ref _notes[connection.Awaited];
        note = note with { Order = answer.OrderId, Answered = Stopwatch.GetTimestamp(), Status = answer.Status };
        connection.Awaited = -1;
        _underWay--;
        if (note.IsAccepted)
        {
            _free.Push(number);
            return;
        }

        connection.RestsUntil = note.Answered + Rest;
        _resting.Enqueue(number);
    }

    /// <summary>It is opened anew, and the order that was under way on it has no answer. One that was idle, and closed by the server for that, is still among the free or the resting.</summary>
    private void Break(int number)
    {
        var connection = _connections[number];
        connection.Open(_waiting, number);
        if (connection.Awaited < 0)
            return;
        connection.Awaited = -1;
        _underWay--;
        connection.RestsUntil = Stopwatch.GetTimestamp() + Rest;
        _resting.Enqueue(number);
    }

    private LoadResult Sum(double processor)
    {
        long accepted = 0, refused = 0, failed = 0;
        for (var number = 0L; number < _notes.Count; number++)
        {
            var note = _notes[number];
            accepted += note.IsAccepted ? 1 : 0;
            failed += note.Status == 0 ? 1 : 0;
            refused += note.Status != 0 && !note.IsAccepted ? 1 : 0;
        }

        return new LoadResult(_schedule?.Orders ?? _notes.Count, accepted, refused, failed, processor);
    }

    private static void WaitUntil(long ticks)
    {
        while (Stopwatch.GetTimestamp() is var now && now < ticks)
            Thread.Sleep(TimeSpan.FromSeconds(Math.Max((ticks - now) / (double)Stopwatch.Frequency, 0.000_1)));
    }
}
