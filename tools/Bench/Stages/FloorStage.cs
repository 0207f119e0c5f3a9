using System.Runtime.CompilerServices;
using System.Text.Json;
using Notifications.Bench.Measures;
using Notifications.Bench.Stage;

namespace Notifications.Bench.Stages;

/// <summary>The least that these servers need for an order: one process that writes, publishes, consumes, sends and records, and does nothing else.</summary>
internal static class FloorStage
{
    public static async IAsyncEnumerable<Figures> PlayAsync(
        Servers servers, BenchSettings settings, Action<string> say, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var shop = await Shop.OpenAsync(servers, settings.Shop with { Apis = 0, Consumers = 0 }, Path.Combine(settings.Out, "floor"), cancellation);
        say($"floor: {settings.Backlog} orders");
        var measurement = new Measurement(shop, say);
        await using var floor = Tool.Start(
            "floor", shop.Folder, "floor", "--database", shop.Address, "--broker", $"{shop.BrokerAddress}", "--smtp-port", $"{shop.SmtpPort}", "--orders", $"{settings.Backlog}");
        var before = await measurement.SnapshotAsync(cancellation);
        await floor.WaitForExitAsync(cancellation);
        var after = await measurement.SnapshotAsync(cancellation);
        if (floor.ExitCode != 0)
            throw new BenchException($"The floor ended with code {floor.ExitCode}:{Environment.NewLine}{floor.LastLines()}");

        using var said = JsonDocument.Parse((await File.ReadAllLinesAsync(floor.LogFile, cancellation))[^1]);
        var (orders, seconds) = (said.RootElement.GetProperty("orders").GetInt64(), said.RootElement.GetProperty("seconds").GetDouble());
        var mails = shop.Mails.Count();
        yield return new Figures
        {
            Name = "floor",
            Seconds = seconds,
            Orders = orders,
            Accepted = orders,
            AcceptedPerSecond = orders / seconds,
            MailedPerSecond = mails / seconds,
            WholePerSecond = orders / seconds,
            Lost = (int)Math.Max(orders - mails, 0),
            Doubled = (int)Math.Max(mails - orders, 0),
        }.Between(before, after, ("floor", said.RootElement.GetProperty("cpu_seconds").GetDouble() * 1e6));
    }
}
