using System.Globalization;
using System.Text;
using Notifications.Tools;
using Npgsql;

namespace Notifications.FailedMessages.Reading;

/// <summary><c>show</c>: everything that is known of one failed message.</summary>
internal static class ShowCommand
{
    private const int LongestLine = 1_000;
    private const int LongestStack = 8_000;

    public static async Task<int> RunAsync(CommandLine.Show asked, NpgsqlDataSource database, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (await MessageTable.FindAsync(database, asked.Id, cancellation) is not { } found)
        {
            await error.WriteLineAsync($"There is no failed message {asked.Id}.");
            return ExitCode.NothingFound;
        }

        if (asked.BodyFile is { } file)
            await WriteBodyAsync(file, found.Body, output, cancellation);
        else if (asked.Json)
            await output.WriteLineAsync(JsonOf(found));
        else
            await output.WriteAsync(TextOf(found).ReplaceLineEndings(output.NewLine));
        return ExitCode.Done;
    }

    private static async Task WriteBodyAsync(string file, byte[] body, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllBytesAsync(file, body, cancellation);
            await output.WriteLineAsync($"The body, {body.Length} bytes, is in {Path.GetFullPath(file)}.");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WrongArgumentException($"--body is '{file}'; it cannot be written: {unwritable.Message}");
        }
    }

    private static string JsonOf(WholeMessage found) => Json.Of(new
    {
        found.Message.Id,
        found.MessageId,
        found.Message.MessageType,
        found.Message.Status,
        found.Message.Endpoint,
        found.Message.Queue,
        found.Message.TimeSent,
        found.ConversationId,
        found.Unreadable,
        found.Edited,
        found.EditOf,
        found.Attempts,
        found.Headers,
        body = BodyText.Of(found.Body),
        body_base64 = BodyText.Of(found.Body) is null ? found.Body : null,
    });

    private static string TextOf(WholeMessage found)
    {
        var text = new StringBuilder();
        Line(text, "failed message", $"{found.Message.Id}");
        Line(text, "status", ListCommand.Word(found.Message.Status) + (found.Edited ? ", an edited copy was sent in its place" : ""));
        Line(text, "message id", found.MessageId);
        Line(text, "type", found.Message.MessageType);
        Line(text, "endpoint", found.Message.Endpoint);
        Line(text, "queue", found.Message.Queue ?? "(it does not say; it cannot be sent back)");
        Line(text, "sent", found.Message.TimeSent is { } sent ? Time(sent) : "(it does not say)");
        Line(text, "conversation", found.ConversationId);
        Line(text, "edited copy of", found.EditOf?.ToString());
        Line(text, "what is wrong", found.Unreadable);
        foreach (var (attempt, number) in found.Attempts.Select((attempt, index) => (attempt, index + 1)))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Failure {number} of {found.Attempts.Count}, {Time(attempt.FailedAt)}, {Plain.Line(attempt.Endpoint, LongestLine)}");
            text.AppendLine(Plain.Text($"{attempt.ExceptionType}: {attempt.ExceptionMessage}", LongestLine));
            // The same again says nothing new.
            if (number == found.Attempts.Count || attempt.StackTrace != found.Attempts[number].StackTrace)
                text.AppendLine(Plain.Text(attempt.StackTrace, LongestStack));
        }

        text.AppendLine().AppendLine("Headers");
        foreach (var (name, value) in found.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Plain.Line(name, LongestLine)}: {Plain.Line(value, LongestLine)}");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Body, {found.Body.Length} bytes").AppendLine(BodyText.Shown(found.Body));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-16}{Plain.Line(value, LongestLine)}");
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
