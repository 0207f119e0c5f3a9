using System.Security.Cryptography.X509Certificates;
using Notifications.NotificationEndpoint.Tests.Mail;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>The ways to misbehave.</summary>
internal static class Ways
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(20);

    public static Func<PeerSession, Task> Says(params string[] lines) => relay => relay.SayRawAsync(string.Concat(lines.Select(line => $"{line}\r\n")));

    public static Func<PeerSession, Task> SaysRaw(string text) => relay => relay.SayRawAsync(text);

    public static Func<PeerSession, Task> SaysBytes(params byte[] bytes) => relay => relay.SayBytesAsync(bytes);

    /// <summary>The last line, and closes.</summary>
    public static Func<PeerSession, Task> Leaves(params string[] lines) => async relay =>
    {
        await Says(lines)(relay);
        relay.HangUp();
    };

    public static Twist At(Turn turn, Func<PeerSession, Task> way) => new(turn, way);

    /// <summary>It goes on as if there were nothing to answer.</summary>
    public static Task Nothing(PeerSession relay) => Task.CompletedTask;

    /// <summary>No answer; listens until the client has enough of it.</summary>
    public static Task Hangs(PeerSession relay) => relay.HangAsync();

    public static Func<PeerSession, Task> SaysHalfAndHangs(string half) => async relay =>
    {
        await relay.SayRawAsync(half);
        await relay.HangAsync();
    };

    public static Func<PeerSession, Task> SaysHalfAndCloses(string half) => async relay =>
    {
        await relay.SayRawAsync(half);
        relay.HangUp();
    };

    /// <summary>Does not even listen any more.</summary>
    public static Task Freezes(PeerSession relay) => relay.FreezeAsync();

    public static async Task Closes(PeerSession relay)
    {
        await Task.Yield();
        relay.HangUp();
    }

    public static async Task Resets(PeerSession relay)
    {
        await Task.Yield();
        relay.Cut();
    }

    public static async Task HearsALineAndResets(PeerSession relay)
    {
        await relay.HearAsync("");
        relay.Cut();
    }

    /// <summary>The right answer, and then a reset.</summary>
    public static Func<PeerSession, Task> SaysAndResets(string line) => async relay =>
    {
        await relay.SayAsync(line);
        relay.Cut();
    };

    /// <summary>Every byte in a packet of its own.</summary>
    public static Func<PeerSession, Task> Spells(string line) => async relay =>
    {
        foreach (var letter in $"{line}\r\n")
            await relay.SayRawAsync($"{letter}");
    };

    /// <summary>Never silent for longer than a moment, and never done: what a tarpit does.</summary>
    public static Func<PeerSession, Task> Drips(string beginning) => async relay =>
    {
        await relay.SayRawAsync(beginning);
        while (true)
        {
            await Task.Delay(BetweenBytes, relay.Over);
            await relay.SayRawAsync(".");
        }
    };

    /// <summary>Line after line as fast as they are taken, none of them the last.</summary>
    public static Func<PeerSession, Task> Floods(string line) => Drowns($"{line}\r\n");

    /// <summary>The same, and on one line.</summary>
    public static Func<PeerSession, Task> Drowns(string text) => async relay =>
    {
        var much = string.Concat(Enumerable.Repeat(text, 1_000));
        while (true)
            await relay.SayRawAsync(much);
    };

    /// <summary>As a machine between us would that wants to be taken for the relay.</summary>
    public static Func<PeerSession, Task> SaysThenSecures(string text, X509Certificate2 certificate) => async relay =>
    {
        await relay.SayRawAsync(text);
        await relay.SecureAsync(certificate);
    };

    public static Func<PeerSession, Task> SecuresAndGreets(X509Certificate2 certificate) => async relay =>
    {
        await relay.SecureAsync(certificate);
        await relay.SayAsync("220 relay.example ESMTP");
    };

    /// <summary>Only after the client has given up.</summary>
    public static Func<PeerSession, Task> SaysTooLate(string line) => async relay =>
    {
        try
        {
            await relay.HangAsync();
        }
        catch (EndOfStreamException)
        {
            await relay.SayAsync(line);
        }
    };
}
