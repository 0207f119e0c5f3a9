using Notifications.ReconciliationJob.Proof;
using Npgsql;

namespace Notifications.Reconcile.Prove;

/// <summary><c>prove</c>: makes a proof, shows it and keeps its counts.</summary>
internal static class ProveCommand
{
    public static async Task<int> RunAsync(
        CommandLine.Prove asked, NpgsqlDataSource database, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var (from, until) = asked.Window.At(await Prover.NowAsync(database, cancellation));
        var proof = await Prover.ProveAsync(database, from, until, asked.Limit, cancellation);
        var recorded = !asked.Record || await RecordAsync(database, proof, error, cancellation);

        await output.WriteLineAsync(asked.Json ? ProofJson.Of(proof, asked.Strict, asked.Late) : ProofText.Of(proof, asked.Strict, asked.Late));
        return !proof.IsWhole(asked.Strict) ? ExitCode.Fault : recorded ? ExitCode.Done : ExitCode.NoDatabase;
    }

    /// <summary>The proof has been made and is shown, whatever becomes of its record.</summary>
    private static async Task<bool> RecordAsync(NpgsqlDataSource database, Proof proof, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            await Prover.RecordAsync(database, proof, cancellation);
            return true;
        }
        catch (NpgsqlException refused)
        {
            var why = (refused as PostgresException)?.MessageText ?? refused.Message;
            await error.WriteLineAsync($"The proof stands, but it could not be recorded: {why.TrimEnd('.')}. Give --no-record, or a --database user who may insert into reconciliation.proofs.");
            return false;
        }
    }
}
