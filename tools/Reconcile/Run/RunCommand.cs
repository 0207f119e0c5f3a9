using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Messages;
using Notifications.Messaging;
using Notifications.ReconciliationJob;
using Notifications.ReconciliationJob.Proof;
using Notifications.ReconciliationJob.Runs;
using Notifications.Tools;
using Npgsql;

namespace Notifications.Reconcile.Run;

/// <summary><c>run</c>: a run for a time that somebody names, or what it would do. Its commands go through the outbox: any process that is up publishes them.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(CommandLine.Run asked, NpgsqlDataSource database, TextWriter output, CancellationToken cancellation)
    {
        var settings = new ReconciliationSettings();
        var now = await Prover.NowAsync(database, cancellation);
        var (from, until) = asked.Window.At(now);
        // The newest orders are in the pipeline's hands.
        until = until < now - settings.Grace ? until : now - settings.Grace;
        if (from >= until)
        {
            await output.WriteLineAsync($"Nothing to look at: orders get {Times.Text(settings.Grace)} before they are overdue.");
            return ExitCode.Done;
        }

        var reconciler = new Reconciler(
            database, DriveOutbox.ForOthers, new EndpointIdentity(Endpoints.Reconciliation, Receives: false), settings, TimeProvider.System, NullLogger<Reconciler>.Instance);
        await output.WriteLineAsync($"Orders accepted from {Times.Text(from)} to {Times.Text(until)}");
        if (asked.DryRun)
            await output.WriteLineAsync(RunText.Of(await reconciler.PreviewAsync(from, until, cancellation), asked.Limit));
        else
            await output.WriteLineAsync(RunText.Of(await reconciler.RunAsync(from, until, cancellation)));
        return ExitCode.Done;
    }
}
