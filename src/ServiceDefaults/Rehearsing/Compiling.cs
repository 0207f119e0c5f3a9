using System.Runtime;

namespace Notifications.ServiceDefaults.Rehearsing;

/// <summary>
/// Whether the just-in-time compiler is through with what is being done over and over: first it makes code quickly, then counts what is called often, and compiles that once or twice more.
/// </summary>
internal sealed class Compiling
{
    /// <summary>Methods compiled between two looks; some always are.</summary>
    private const int Few = 15;

    /// <summary>It collects calls for a moment before it goes on: one quiet look is none.</summary>
    private const int QuietLooks = 3;

    private long _last = JitInfo.GetCompiledMethodCount();
    private int _quiet;

    /// <returns>Whether nothing more is to be expected.</returns>
    public bool IsOver() => IsOver(JitInfo.GetCompiledMethodCount());

    internal bool IsOver(long compiled)
    {
        _quiet = compiled - _last <= Few ? _quiet + 1 : 0;
        _last = compiled;
        return _quiet >= QuietLooks;
    }
}
