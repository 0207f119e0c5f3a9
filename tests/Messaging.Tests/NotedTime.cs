using Microsoft.Extensions.Time.Testing;

namespace Notifications.Messaging.Tests;

/// <summary>A clock that stands still and tells when somebody waits for it: not before that does it make sense to move it.</summary>
internal sealed class NotedTime : FakeTimeProvider
{
    private readonly TaskCompletionSource _isWaitedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody waits for time to pass.</summary>
    public Task IsWaitedFor => _isWaitedFor.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _isWaitedFor.TrySetResult();
        return timer;
    }
}
