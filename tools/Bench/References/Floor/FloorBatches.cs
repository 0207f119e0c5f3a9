using System.Threading.Channels;

namespace Notifications.Bench.References.Floor;

/// <summary>Takes from a channel what waits there, some at a time.</summary>
internal static class FloorBatches
{
    private const int Largest = 256;

    /// <summary>A batch that is not full waits so long for more: the floor is about throughput, not about a lone order.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    /// <summary>Until the channel is complete and empty.</summary>
    /// <param name="reader">Of a channel that can count.</param>
    /// <param name="work">With one batch after the other; the list is used again.</param>
    /// <param name="cancellation">Of the run.</param>
    public static async Task EachAsync<T>(ChannelReader<T> reader, Func<IReadOnlyList<T>, Task> work, CancellationToken cancellation)
    {
        var batch = new List<T>(Largest);
        while (await reader.WaitToReadAsync(cancellation))
        {
            if (reader.Count < Largest && !reader.Completion.IsCompleted)
                await Task.Delay(Linger, cancellation);
            while (batch.Count < Largest && reader.TryRead(out var item))
                batch.Add(item);
            await work(batch);
            batch.Clear();
        }
    }
}
