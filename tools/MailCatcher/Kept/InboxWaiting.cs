namespace Notifications.MailCatcher.Kept;

/// <summary>Somebody who waits for messages. Asked under the lock of the inbox, so it needs none of its own.</summary>
internal sealed class InboxWaiting(int count, Func<CaughtMessage, bool> match)
{
    private readonly List<CaughtMessage> _seen = [];
    private readonly TaskCompletionSource<IReadOnlyList<CaughtMessage>> _complete = Begin(count);

    public Task<IReadOnlyList<CaughtMessage>> Complete => _complete.Task;

    public bool IsOver => _complete.Task.IsCompleted;

    public int Count => _seen.Count;

    public void See(CaughtMessage message)
    {
        if (IsOver)
            return;

        try
        {
            if (!match(message))
                return;
        }
        catch (Exception e)
        {
            // The question was wrong: whoever asked must hear of it, not the client whose message it was asked about.
            _complete.TrySetException(e);
            return;
        }

        _seen.Add(message);
        if (_seen.Count == count)
            _complete.TrySetResult(_seen);
    }

    private static TaskCompletionSource<IReadOnlyList<CaughtMessage>> Begin(int count)
    {
        var complete = new TaskCompletionSource<IReadOnlyList<CaughtMessage>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (count <= 0)
            complete.SetResult([]);
        return complete;
    }
}
