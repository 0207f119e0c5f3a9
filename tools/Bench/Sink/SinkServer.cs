using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Notifications.Bench.Measures;
using Notifications.Bench.Wire;

namespace Notifications.Bench.Sink;

/// <summary>
/// A mail server that takes every mail at once and keeps its id and the time. One thread does all of it, because it shares the processors with what it measures. The bench asks
/// it over the same port: <c>XCOUNT</c> how many it has, <c>XWRITE file</c> for the notes, which are written and go on.
/// </summary>
internal sealed class SinkServer : IDisposable
{
    private const int Listener = -1;
    private const int Patience = 200;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Waiting _waiting = new();
    private readonly Dictionary<int, (Channel Channel, SmtpDialogue Dialogue)> _sessions = [];
    private readonly ReplyBuffer _replies = new();
    private readonly Notes<MailNote> _mails = new();
    private int _number;

    public SinkServer(int port)
    {
        _mails.Reserve(1_000_000);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        _waiting.Add(_listener, Listener);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public Notes<MailNote> Mails => _mails;

    public void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var ready = _waiting.Wait(Patience);
            for (var place = 0; place < ready; place++)
                Serve(_waiting.Ready(place));
        }
    }

    public void Dispose()
    {
        foreach (var (channel, _) in _sessions.Values)
            channel.Dispose();
        _listener.Dispose();
        _waiting.Dispose();
    }

    private void Serve(int number)
    {
        if (number == Listener)
            Accept();
        else if (_sessions.TryGetValue(number, out var session) && !Talk(session.Channel, session.Dialogue) && _sessions.Remove(number))
            session.Channel.Dispose();
    }

    private void Accept()
    {
        var socket = _listener.Accept();
        socket.NoDelay = true;
        var channel = new Channel(socket);
        _sessions[_number] = (channel, new SmtpDialogue(id => _mails.Add(new MailNote(id, Stopwatch.GetTimestamp())), Ask));
        _waiting.Add(socket, _number++);
        channel.Send(SmtpDialogue.Greeting);
    }

    /// <returns>False when the session is over.</returns>
    private bool Talk(Channel channel, SmtpDialogue dialogue)
    {
        var count = channel.Receive(dialogue.Room);
        if (count == 0)
            return false;
        _replies.Clear();
        dialogue.Take(count, _replies);
        return channel.Send(_replies.Written) && !dialogue.IsOver;
    }

    private string? Ask(string command)
    {
        switch (command.Split(' ', 2))
        {
            case ["XCOUNT"]:
                return string.Create(CultureInfo.InvariantCulture, $"250 {_mails.Count}\r\n");
            case ["XWRITE", var file]:
                _mails.Write(file);
                return "250 written\r\n";
            default:
                return null;
        }
    }
}
