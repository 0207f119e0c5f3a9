using System.Globalization;
using Notifications.FailedMessages.Reading;
using Npgsql;

namespace Notifications.FailedMessages.Acting;

/// <summary>Waits for what was asked for. That goes on whether or not somebody waits.</summary>
internal sealed class Waiting(NpgsqlDataSource database, TextWriter output, TextWriter error, Progress progress, TimeSpan nobodyAfter)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FollowEvery = TimeSpan.FromSeconds(1);

    public async Task<int> UntilDoneAsync(CommandLine.Act asked, Guid operation, Guid[] messages, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        OperationState? state;
        while ((state = await OperationState.ReadAsync(database, operation, cancellation)) is { IsCompleted: false })
        {
            if (state.IsWaiting && TimeProvider.System.GetElapsedTime(began) > nobodyAfter)
                return await NobodyAsync(operation);
            await progress.ShowAsync(Words.Done(asked.Kind), state.Done + state.Failed, Math.Max(state.Total, messages.Length));
            await Task.Delay(LookEvery, cancellation);
        }

        await progress.EndAsync();
        state ??= new OperationState("completed", messages.Length, messages.Length, 0);
        return asked.Follow ? await FollowAsync(asked, operation, messages, state, cancellation) : await SayAsync(asked, operation, state);
    }

    private async Task<int> SayAsync(CommandLine.Act asked, Guid operation, OperationState state)
    {
        var failed = state.Failed == 0 ? "" : $" {Words.Count(state.Failed)} could not be; 'list --since 5m' shows them, and the events why.";
        await output.WriteLineAsync(asked.Json
            ? Json.Of(new { operation, state.Total, state.Done, state.Failed })
            : $"{Words.Count(state.Done)} {(state.Done == 1 ? "was" : "were")} {Words.Done(asked.Kind)}.{failed}");
        return state.Failed == 0 ? ExitCode.Done : ExitCode.NotAll;
    }

    private async Task<int> FollowAsync(CommandLine.Act asked, Guid operation, Guid[] messages, OperationState state, CancellationToken cancellation)
    {
        Outcomes outcomes;
        while ((outcomes = await Outcomes.ReadAsync(database, messages, cancellation)).Pending > 0)
        {
            await progress.ShowAsync("answered for", messages.Length - outcomes.Pending, messages.Length);
            await Task.Delay(FollowEvery, cancellation);
        }

        await progress.EndAsync();
        var again = Math.Max(0, outcomes.FailedAgain - state.Failed);
        await output.WriteLineAsync(asked.Json
            ? Json.Of(new { operation, state.Total, state.Done, state.Failed, outcomes.Resolved, failed_again = again })
            : string.Create(CultureInfo.InvariantCulture, $"{Words.Count(outcomes.Resolved)} resolved, {again:N0} failed again, {state.Failed:N0} could not be sent back."));
        return outcomes.FailedAgain == 0 && state.Failed == 0 ? ExitCode.Done : ExitCode.NotAll;
    }

    private async Task<int> NobodyAsync(Guid operation)
    {
        await progress.EndAsync();
        await error.WriteLineAsync($"Operation {operation} is asked for, but nobody has begun with it for {nobodyAfter.TotalSeconds:0} s. Is a RecoverabilityEndpoint running on this database? It will do it when it does.");
        return ExitCode.NobodyAtIt;
    }
}
