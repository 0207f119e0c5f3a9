using CsCheck;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.Testing;

namespace Notifications.NotificationEndpoint.Tests.Model;

/// <summary>The same is done to <see cref="LedgerModel"/> and to the SQL on a real database: the answers and the rows have to be the same.</summary>
[CancelAfter(120_000)]
[Parallelizable(ParallelScope.Self)]
public sealed class LedgerConformanceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    [TestCase(8)]
    [TestCase(2_000, Explicit = true, Reason = "Takes minutes.")]
    public async Task Model_and_SQL_give_the_same_answers_and_have_the_same_rows(int sequences)
    {
        await using var database = await MigratedDatabase.CreateAsync();
        await using var clock = await VirtualClock.StartAsync(database.ConnectionString);
        await LedgerOperation.Sequences.SampleAsync(
            operations => PlayAsync(operations, clock), iter: sequences, threads: 1, print: operations => $"\n{string.Join('\n', operations.AsEnumerable())}");
    }

    private static async Task PlayAsync(LedgerOperation[] operations, VirtualClock clock)
    {
        var orders = Enumerable.Range(0, LedgerOperation.Orders).Select(_ => Guid.CreateVersion7()).ToList();
        var accepted = await clock.PlaceAsync(World.Recipient, orders);
        var model = new LedgerModel(Lease);
        foreach (var order in orders)
            model.Place(order, World.Recipient, accepted);
        var given = orders.ConvertAll(_ => new List<(ClaimRequest Request, Claim.Ours Claim)>());
        foreach (var operation in operations)
        {
            await clock.PassAsync(operation is LedgerOperation.Pass pass ? TimeSpan.FromSeconds(pass.Seconds) : TimeSpan.FromMilliseconds(1));
            switch (operation)
            {
                case LedgerOperation.Ask asked:
                    await AskAsync([.. asked.Requests.Select(request => request.Request(orders, accepted))]);
                    break;
                case LedgerOperation.End ended:
                    await EndAsync([.. ended.Ends.Where(end => end.Back < given[end.Order].Count).Select(Ended)]);
                    break;
                case LedgerOperation.Remove removed:
                    await clock.RemoveAsync(orders[removed.Order]);
                    model.Remove(orders[removed.Order]);
                    break;
            }
        }

        AttemptEnd Ended(Ending end) => given[end.Order][^(end.Back + 1)] is var (request, claim)
            ? new AttemptEnd(request, claim, request.Relay, end.Outcome, TimeSpan.FromSeconds(end.AgainAfter))
            : throw new InvalidOperationException();

        async Task AskAsync(IReadOnlyList<ClaimRequest> requests)
        {
            var answers = await LedgerTable.ClaimAsync(clock.Database, requests, "test", Lease);
            Same(model.Answer(requests, clock.Now), answers, "answers");
            foreach (var (request, ours) in requests.Zip(answers).Where(pair => pair.Second is Claim.Ours))
                given[orders.IndexOf(request.Delivery.OrderId)].Add((request, (Claim.Ours)ours));
            await CompareAsync();
        }

        async Task EndAsync(IReadOnlyList<AttemptEnd> ends)
        {
            if (ends.Count == 0)
                return;
            var written = await EndTable.WriteAsync(clock.Database, ends, "test");
            Same(model.Write(ends, clock.Now), written, "whether ends were written");
            await CompareAsync();
        }

        async Task CompareAsync()
        {
            var rows = await LedgerRows.ReadAsync(clock.Database, orders);
            Same(orders.Select(order => model.RowOf(LedgerRows.KeyOf(order))), orders.Select(rows.RowOf), "rows");
            Same(orders.SelectMany(order => model.LogOf(LedgerRows.KeyOf(order)).Order()), orders.SelectMany(rows.LogOf), "the log of attempts");
        }
    }

    private static void Same<T>(IEnumerable<T> model, IEnumerable<T> sql, string what)
    {
        if (!model.SequenceEqual(sql))
            throw new BrokenPromiseException($"{what}:\nmodel: {string.Join("\n       ", model)}\nSQL:   {string.Join("\n       ", sql)}");
    }
}
