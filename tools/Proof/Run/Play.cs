using Notifications.MailCatcher.Faults;
using Notifications.Proof.Faults;
using Notifications.Proof.Journals;
using Notifications.Proof.Load;
using Notifications.Proof.Scenarios;
using Notifications.Proof.Stage;
using Npgsql;

namespace Notifications.Proof.Run;

/// <summary>
/// One scenario from its first process to its verdict. In: the scenario, a seed, the programs to play it with. Out: a folder with everything that was seen, and
/// what the checker makes of that folder alone. A fault that cannot be done as it is written ends it: a scenario that was not played has shown nothing.
/// </summary>
internal sealed class Play(Scenario scenario, int seed, Programs programs, string folder, Action<string> say)
{
    /// <summary>What had been seen before an operator sent anything back.</summary>
    private readonly string _before = Path.Combine(folder, "before-sent-back");

    public async Task<Played> RunAsync(Servers servers, CancellationToken cancellation)
    {
        var logs = Directory.CreateDirectory(Path.Combine(folder, "logs")).FullName;
        var startedAt = DateTimeOffset.UtcNow;
        await Evidence.WriteAsync(folder, Facts(startedAt), cancellation);
        using (var mails = new Journal<MailLine>(Path.Combine(folder, Evidence.MailFile)))
        {
            await using var shop = await Shop.OpenAsync(servers, scenario.Cast, mail => mails.Add(MailReading.Read(mail)), programs.Of, logs, cancellation);
            await using var database = NpgsqlDataSource.Create(shop.Database);
            var quiet = new Quiet(shop, database, scenario.Cast.UsualTimes);
            var hopeless = Hopeless(shop);
            await PlayAsync(shop, cancellation);
            say($"quiet after {(await quiet.WaitAsync(cancellation)).TotalSeconds:0} s");
            if (scenario.SentBack)
            {
                await RecordAsync(shop, database, quiet, _before, cancellation);
                mails.Flush();
                foreach (var file in new[] { Evidence.RunFile, Evidence.ClientFile, Evidence.FaultsFile, Evidence.MailFile })
                    File.Copy(Path.Combine(folder, file), Path.Combine(_before, file));
                await Evidence.WriteAsync(folder, Facts(startedAt) with { Expected = scenario.Expected with { LeastRejected = 0 } }, cancellation); // nobody is, in the end
                shop.Mail.Faults.Remove(hopeless!);
                await new SendingBack(shop, logs).SendAllAsync(cancellation);
                say($"sent back, and quiet after {(await quiet.WaitAsync(cancellation)).TotalSeconds:0} s");
            }

            await RecordAsync(shop, database, quiet, folder, cancellation);
        }

        return await Played.CheckAsync(scenario.SentBack ? [_before, folder] : [folder], startedAt, cancellation);
    }

    private RunFacts Facts(DateTimeOffset startedAt) => new(
        scenario.Name, seed, programs.Name, startedAt, $"dotnet run --project tools/Proof -c Release -- {Replay()}", scenario.Cast.Consumers * HostSettings.SessionsOfConsumer,
        HostSettings.LongestSend(scenario.Cast.UsualTimes), scenario.Expected);

    private string Replay() => scenario.Name == AllTogether.SoakName
        ? $"soak --minutes {scenario.Customers.For.TotalMinutes:0.#} --rate {scenario.Customers.PerSecond} --seed {seed}"
        : $"run {scenario.Name} --seed {seed}{(programs.Mutant is { } mutant ? $" --mutant {mutant}" : "")}";

    /// <summary>Null when every recipient exists.</summary>
    private FaultRule? Hopeless(Shop shop) => scenario.Customers.OneHopelessIn == 0
        ? null
        : shop.Mail.Faults.Add(new MailCatcher.Faults.Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")) { Recipient = PlacedOrder.Hopeless });

    /// <summary>Customers and faults side by side; both have ended when it ends.</summary>
    private async Task PlayAsync(Shop shop, CancellationToken cancellation)
    {
        using var requests = new Journal<ClientLine>(Path.Combine(folder, Evidence.ClientFile));
        using var faults = new Journal<FaultLine>(Path.Combine(folder, Evidence.FaultsFile));
        using var clients = new Clients([.. shop.Of(Role.Api).Select(api => api.Address)], scenario.Customers, requests);
        using var doer = new FaultDoer(shop, programs.CrashBuild, faults, say);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var doing = OrStopAsync(stop => doer.DoAsync(Plan.Of(scenario, seed), stop));
        await Task.WhenAll(doing, OrStopAsync(stop => clients.PlaceAsync(doing, stop)));

        // When one of them cannot go on, the other need not.
        async Task OrStopAsync(Func<CancellationToken, Task> act)
        {
            try
            {
                await act(failed.Token);
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private static async Task RecordAsync(Shop shop, NpgsqlDataSource database, Quiet quiet, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        await Evidence.WriteAsync(folder, await quiet.RemainsAsync(cancellation), cancellation);
        await Evidence.WriteAsync(folder, Evidence.LedgerFile, LedgerReader.ReadOrdersAsync(database, cancellation), cancellation);
        await Evidence.WriteAsync(folder, Evidence.ErrorsFile, ErrorQueue.ReadAsync(shop.Broker, cancellation).Concat(ErrorReader.ReadFailedAsync(database, cancellation)), cancellation);
    }
}
