using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Notifications.NotificationEndpoint.Tests.Mail;

namespace Notifications.NotificationEndpoint.Tests.Behaviours;

/// <summary>A relay as relays are, in every conversation, but for its twists: it counts its turns over all of them.</summary>
/// <param name="offers">Extensions.</param>
/// <param name="twists">The first that fits strikes.</param>
/// <param name="certificate">For STARTTLS.</param>
internal sealed class TwistedRelay(IReadOnlyList<string> offers, IReadOnlyList<Twist> twists, X509Certificate2? certificate = null)
{
    private readonly int[] _times = new int[Enum.GetValues<Turn>().Length];
    private readonly ConcurrentQueue<string> _heard = [];

    /// <summary>Commands, as they came.</summary>
    public IReadOnlyCollection<string> Heard => _heard;

    public async Task PlayAsync(PeerSession relay)
    {
        await AnswerAsync(Turn.Banner, relay, "220 relay.example ESMTP");
        while (!relay.IsClosed)
        {
            var line = await relay.HearAsync("");
            _heard.Enqueue(line);
            var turn = TurnOf(line);
            var isUsual = await AnswerAsync(turn, relay, UsualAnswer(turn));
            if (turn == Turn.Data && isUsual)
                await TakeContentAsync(relay);
            else if (turn == Turn.StartTls && isUsual)
                await relay.SecureAsync(certificate!);
            else if (turn == Turn.Quit)
                return;
        }
    }

    private async Task TakeContentAsync(PeerSession relay)
    {
        await AnswerAsync(Turn.Content, relay, usual: null);
        if (relay.IsClosed)
            return;
        await relay.HearMailAsync();
        await AnswerAsync(Turn.Dot, relay, "250 2.0.0 Ok: queued as 4XyZ");
    }

    /// <returns>False when a twist struck.</returns>
    private async Task<bool> AnswerAsync(Turn turn, PeerSession relay, string? usual)
    {
        var time = Interlocked.Increment(ref _times[(int)turn]);
        if (twists.FirstOrDefault(twist => twist.At == turn && twist.First <= time && time <= twist.Last) is { } strikes)
        {
            await strikes.Do(relay);
            return false;
        }

        if (usual is not null)
            await relay.SayAsync(usual);
        return true;
    }

    private string UsualAnswer(Turn turn) => turn switch
    {
        Turn.Ehlo when offers.Count == 0 => "250 relay.example",
        Turn.Ehlo => $"250-relay.example\r\n{string.Concat(offers.SkipLast(1).Select(offer => $"250-{offer}\r\n"))}250 {offers[^1]}",
        Turn.Helo => "250 relay.example",
        Turn.StartTls => "220 2.0.0 Ready to start TLS",
        Turn.Auth => "235 2.7.0 Authentication successful",
        Turn.Data => "354 End data with <CR><LF>.<CR><LF>",
        Turn.Quit => "221 2.0.0 Bye",
        Turn.Other => "500 5.5.2 Bad syntax",
        _ => "250 2.0.0 Ok",
    };

    private static Turn TurnOf(string line) => line.Split(' ', ':')[0] switch
    {
        "EHLO" => Turn.Ehlo,
        "HELO" => Turn.Helo,
        "STARTTLS" => Turn.StartTls,
        "AUTH" => Turn.Auth,
        "MAIL" => Turn.MailFrom,
        "RCPT" => Turn.RcptTo,
        "DATA" => Turn.Data,
        "RSET" => Turn.Rset,
        "QUIT" => Turn.Quit,
        _ => Turn.Other,
    };
}
