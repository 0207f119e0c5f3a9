namespace Notifications.Messaging;

/// <summary>
/// Somebody waits for a result that many get at once. What they do then runs on a few threads, some after the others: to queue each of them by itself, and wake a thread for it,
/// costs more than what most of them do. None of them may block.
/// </summary>
internal class Waiting<TResult> : TaskCompletionSource<TResult>
{
    /// <summary>Few enough that one of them is not kept waiting long by the others.</summary>
    private const int Together = 8;

    /// <param name="waiting">All get a result; more than one thread goes on with them.</param>
    /// <param name="answer">Gives one its result: number and waiter.</param>
    public static void Answer<TWaiting>(IReadOnlyList<TWaiting> waiting, Action<int, TWaiting> answer)
        where TWaiting : Waiting<TResult>
    {
        for (var first = 0; first < waiting.Count; first += Together)
            ThreadPool.UnsafeQueueUserWorkItem(new Some<TWaiting>(waiting, first, Math.Min(first + Together, waiting.Count), answer), preferLocal: false);
    }

    private sealed class Some<TWaiting>(IReadOnlyList<TWaiting> waiting, int first, int end, Action<int, TWaiting> answer) : IThreadPoolWorkItem
        where TWaiting : Waiting<TResult>
    {
        public void Execute()
        {
            for (var number = first; number < end; number++)
                answer(number, waiting[number]);
        }
    }
}
