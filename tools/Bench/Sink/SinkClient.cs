using System.Globalization;
using System.Net.Sockets;
using Notifications.Bench.Measures;

namespace Notifications.Bench.Sink;

/// <summary>Asks a running sink.</summary>
internal sealed class SinkClient : IDisposable
{
    private readonly TcpClient _connection = new();
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    public SinkClient(int port)
    {
        _connection.Connect("127.0.0.1", port);
        _reader = new StreamReader(_connection.GetStream());
        _writer = new StreamWriter(_connection.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        _reader.ReadLine();
    }

    public long Count() => long.Parse(Ask("XCOUNT")[4..], CultureInfo.InvariantCulture);

    /// <summary>Every mail since it runs.</summary>
    public MailNote[] Mails(string file)
    {
        Ask($"XWRITE {file}");
        return Notes<MailNote>.Read(file);
    }

    public void Dispose() => _connection.Dispose();

    private string Ask(string command)
    {
        _writer.WriteLine(command);
        return _reader.ReadLine() ?? throw new IOException("The mail sink is gone.");
    }
}
