using System.Globalization;
using System.Security.Cryptography;

namespace Notifications.MailCatcher.Kept;

/// <summary>The messages that are kept, bounded by number and bytes: when a new one needs room, the oldest leave. Safe for many threads.</summary>
public sealed class Inbox(MailCatcherSettings settings)
{
    // Another one at each start, so that an id from before a restart finds nothing instead of somebody else's message.
    private readonly string _prefix = RandomNumberGenerator.GetHexString(8, lowercase: true);

    private readonly Lock _lock = new();
    private readonly LinkedList<CaughtMessage> _messages = new();
    private readonly Dictionary<string, LinkedListNode<CaughtMessage>> _byId = new(StringComparer.Ordinal);
    private readonly List<InboxWaiting> _waiting = [];
    private long _received, _evicted, _deleted, _bytes;

    public InboxStatistics Statistics
    {
        get
        {
            lock (_lock)
                return new(_received, _messages.Count, _evicted, _deleted, _bytes);
        }
    }

    /// <summary>All that is kept at this moment, oldest first.</summary>
    public IReadOnlyList<CaughtMessage> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    public CaughtMessage? Find(string id)
    {
        lock (_lock)
            return _byId.GetValueOrDefault(id)?.Value;
    }

    /// <summary>A page of what is kept, newest first, and how many there are in all.</summary>
    public (IReadOnlyList<CaughtMessage> Page, int Total) Newest(int start, int limit)
    {
        lock (_lock)
        {
            var page = new List<CaughtMessage>();
            var node = start < _messages.Count ? _messages.Last : null;
            for (var i = 0; node is not null && page.Count < limit; i++, node = node.Previous)
            {
                if (i >= start)
                    page.Add(node.Value);
            }

            return (page, _messages.Count);
        }
    }

    /// <summary>
    /// Waits until <paramref name="count"/> messages that match have arrived, those already here included, and gives them in the order
    /// of their arrival. One that leaves in the meantime still counts.
    /// </summary>
    /// <param name="count">How many; the task ends at the moment they are complete.</param>
    /// <param name="match">Which ones; all when left out. Runs while the inbox is locked: must be quick and must not call the inbox.</param>
    /// <param name="within">How long at most; 30 seconds when left out.</param>
    /// <exception cref="TimeoutException">They did not come; the message says how many did.</exception>
    public async Task<IReadOnlyList<CaughtMessage>> WaitForAsync(
        int count, Func<CaughtMessage, bool>? match = null, TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var waiting = new InboxWaiting(count, match ?? (_ => true));
        lock (_lock)
        {
            foreach (var message in _messages)
                waiting.See(message);
            if (!waiting.IsOver)
                _waiting.Add(waiting);
        }

        var limit = within ?? TimeSpan.FromSeconds(30);
        try
        {
            // The real clock, not the one of the settings: this is the patience of whoever asks.
            return await waiting.Complete.WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{waiting.Count} of {count} messages arrived within {limit.TotalSeconds:0.#} s.", e);
        }
        finally
        {
            lock (_lock)
                _waiting.Remove(waiting);
        }
    }

    /// <returns>Whether there was such a message.</returns>
    public bool Delete(string id)
    {
        lock (_lock)
        {
            if (_byId.GetValueOrDefault(id) is not { } node)
                return false;

            Remove(node);
            _deleted++;
            return true;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _deleted += _messages.Count;
            _messages.Clear();
            _byId.Clear();
            _bytes = 0;
        }
    }

    internal CaughtMessage Add(string from, IReadOnlyList<string> to, string helo, ReadOnlyMemory<byte> raw)
    {
        lock (_lock)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{++_received}");
            var message = new CaughtMessage(id, from, to, helo, settings.Time.GetUtcNow(), raw);
            _byId.Add(id, _messages.AddLast(message));
            _bytes += message.Cost;
            MakeRoom();
            TellWaiting(message);
            return message;
        }
    }

    private void MakeRoom()
    {
        while (_messages.Count > 1 && (_messages.Count > settings.KeepMessages || _bytes > settings.KeepBytes))
        {
            Remove(_messages.First!);
            _evicted++;
        }
    }

    private void Remove(LinkedListNode<CaughtMessage> node)
    {
        _messages.Remove(node);
        _byId.Remove(node.Value.Id);
        _bytes -= node.Value.Cost;
    }

    private void TellWaiting(CaughtMessage message)
    {
        foreach (var waiting in _waiting)
            waiting.See(message);
        _waiting.RemoveAll(waiting => waiting.IsOver);
    }
}
