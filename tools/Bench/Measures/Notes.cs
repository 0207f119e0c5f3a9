using System.Runtime.InteropServices;

namespace Notifications.Bench.Measures;

/// <summary>An order as its client saw it. Times are Stopwatch ticks.</summary>
/// <param name="Order">Empty when it was not accepted.</param>
/// <param name="Intended">When it was due; in a closed loop when it was sent.</param>
/// <param name="Sent">When its request went out.</param>
/// <param name="Answered">When its answer was whole; 0 when there was none.</param>
/// <param name="Status">Of HTTP; 0 when there was no answer.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OrderNote(Guid Order, long Intended, long Sent, long Answered, long Status)
{
    public bool IsAccepted => Status == 202;
}

/// <summary>An e-mail as the mail server took it.</summary>
/// <param name="Id">What its Message-ID has before the @.</param>
/// <param name="Accepted">When its final dot was there; the answer to it went out at once.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MailNote(Guid Id, long Accepted);

/// <summary>A growing list of notes that never moves what it has, and its file: the bytes as they are in memory.</summary>
internal sealed class Notes<T>
    where T : unmanaged
{
    private const int BlockSize = 1 << 16;

    private readonly List<T[]> _blocks = [];

    public long Count { get; private set; }

    public ref T this[long number] => ref _blocks[(int)(number / BlockSize)][number % BlockSize];

    public long Add(T note)
    {
        if (Count == (long)_blocks.Count * BlockSize)
            _blocks.Add(new T[BlockSize]);
        this[Count] = note;
        return Count++;
    }

    /// <summary>So that no block is made while it is measured.</summary>
    public void Reserve(long most)
    {
        while ((long)_blocks.Count * BlockSize < most)
            _blocks.Add(new T[BlockSize]);
    }

    public void Write(string file)
    {
        using var stream = File.Create(file);
        var left = Count;
        foreach (var block in _blocks)
        {
            var count = (int)Math.Min(left, BlockSize);
            stream.Write(MemoryMarshal.AsBytes(block.AsSpan(0, count)));
            left -= count;
        }
    }

    public static T[] Read(string file) => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(file)).ToArray();
}
