using System.Globalization;
using Notifications.FailedMessages.Reading;
using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.Tools;
using Npgsql;

namespace Notifications.FailedMessages.Acting;

/// <summary><c>retry</c>, <c>delete</c>, <c>restore</c>: asks for it, and waits until a RecoverabilityEndpoint has done it.</summary>
internal sealed class ActCommand(NpgsqlDataSource database, TextWriter output, TextWriter error, Progress progress, TimeSpan nobodyAfter)
{
    private const int MostGroups = 20;

    public async Task<int> RunAsync(CommandLine.Act asked, CancellationToken cancellation)
    {
        var selection = asked.Filter.At(await FailedMessageTable.NowAsync(database, cancellation), asked.Statuses);
        var messages = await FailedMessageTable.IdsAsync(database, selection, cancellation);
        if (messages.Count == 0)
        {
            await error.WriteLineAsync("No failed message fits.");
            return ExitCode.NothingFound;
        }

        if (asked.DryRun)
            return await PreviewAsync(asked, selection, messages.Count, cancellation);
        if (await AskAsync(asked, selection, cancellation) is not { } operation)
        {
            await output.WriteLineAsync("The same was under way for this group, and is done.");
            return ExitCode.Done;
        }

        if (!asked.Wait)
        {
            await output.WriteLineAsync(asked.Json ? Json.Of(new { operation, messages = messages.Count }) : $"{Words.Count(messages.Count)} will be {Words.Done(asked.Kind)}: operation {operation}.");
            return ExitCode.Done;
        }

        return await new Waiting(database, output, error, progress, nobodyAfter).UntilDoneAsync(asked, operation, [.. messages], cancellation);
    }

    private async Task<int> PreviewAsync(CommandLine.Act asked, Selection selection, int count, CancellationToken cancellation)
    {
        var groups = await FailedMessageTable.GroupsAsync(database, selection, Classifier.Exception, MostGroups + 1, cancellation);
        if (asked.Json)
        {
            await output.WriteLineAsync(Json.Of(new { messages = count, groups = groups.Take(MostGroups) }));
            return ExitCode.Done;
        }

        foreach (var group in groups.Take(MostGroups))
            await output.WriteLineAsync(GroupsCommand.Line(group));
        if (groups.Count > MostGroups)
            await output.WriteLineAsync("          and more groups; 'list --by exception' shows them");
        await output.WriteLineAsync($"{Words.Count(count)} would be {Words.Done(asked.Kind)}. Nothing was changed.");
        return ExitCode.Done;
    }

    /// <returns>The operation; null when the same for this group has come to its end at this very moment.</returns>
    private async Task<Guid?> AskAsync(CommandLine.Act asked, Selection selection, CancellationToken cancellation)
    {
        var operation = new AskedOperation(asked.Kind, asked.Filter.Scope, Originator(asked.Filter), $"{Environment.UserName}, command line", selection);
        if (await OperationTable.AskAsync(database, operation, cancellation) is { } id)
            return id;
        return await OperationState.FindOpenAsync(database, selection.Group!.Value, asked.Kind, cancellation);
    }

    /// <summary>For people who read the history later.</summary>
    private static string Originator(Filter filter)
    {
        var parts = new[]
        {
            filter.Ids.Count > 0 ? $"{Words.Count(filter.Ids.Count)} by id" : null,
            filter.Group is { } group ? $"group {group}" : null,
            filter.Cause is { } cause ? $"cause '{cause}'" : null,
            filter.Endpoint is { } endpoint ? $"endpoint {endpoint}" : null,
            filter.Queue is { } queue ? $"queue {queue}" : null,
            Time("since", filter.Since),
            Time("until", filter.Until),
        }.OfType<string>().ToList();
        return parts.Count == 0 ? "all messages" : string.Join(", ", parts).Replace('\0', '\uFFFD');
    }

    private static string? Time(string word, AskedTime? time) => time switch
    {
        null => null,
        { Moment: { } moment } => $"{word} {Times.Text(moment)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{word} {Times.Text(time.Age!.Value)} ago"),
    };
}
