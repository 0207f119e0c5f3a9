using System.Runtime.CompilerServices;
using System.Text;
using Notifications.Proof.Journals;
using RabbitMQ.Client;

namespace Notifications.Proof.Run;

/// <summary>Reads the error queue and leaves everything in it.</summary>
internal static class ErrorQueue
{
    public const string Name = "error";

    public static async IAsyncEnumerable<ErrorLine> ReadAsync(Uri broker, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellation);
        // What is not acknowledged goes back when the channel is closed.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        while (await channel.BasicGetAsync(Name, autoAck: false, cancellation) is { } message)
            yield return ErrorReader.Line(Headers(message.BasicProperties.Headers), message.Body);
    }

    private static Dictionary<string, string> Headers(IDictionary<string, object?>? headers) =>
        (headers ?? new Dictionary<string, object?>()).ToDictionary(header => header.Key, header => header.Value is byte[] text ? Encoding.UTF8.GetString(text) : $"{header.Value}");
}
