using Notifications.Bench.Report;
using Notifications.LocalStack;

namespace Notifications.Bench.Tests;

/// <summary>The bench itself, on servers and processes of its own, for a moment.</summary>
[CancelAfter(300_000)]
public sealed class ShortBenchTests
{
    private static readonly string[] Moment = ["steady", "--rate", "50", "--seconds", "2", "--warmup", "0"];

    [Test]
    public async Task A_short_run_has_every_figure_and_every_order_has_one_e_mail(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("notifications-bench-");
        try
        {
            var code = await BenchTool.RunAsync([.. Moment, "--out", folder.FullName], TextWriter.Null, cancellation);

            var figures = (await Results.ReadAsync(folder.FullName, cancellation)).Measured.Single();
            Assert.Multiple(() =>
            {
                Assert.That(code, Is.EqualTo(ExitCode.Done));
                Assert.That((figures.Name, figures.Accepted, figures.Refused, figures.Failed, figures.Unsent), Is.EqualTo(("steady 50/s", 100, 0, 0, 0)));
                Assert.That((figures.Lost, figures.Doubled, figures.Strange), Is.EqualTo((0, 0, 0)));
                Assert.That((figures.Answer.Count, figures.Mail.Count), Is.EqualTo((100, 100)));
                Assert.That(figures.Answer.P50, Is.GreaterThan(0));
                foreach (var role in new[] { "load", "api", "consumer", "postgres", "rabbitmq" })
                    Assert.That(figures.ProcessorOf(role), Is.GreaterThan(0), role);
                Assert.That(figures.WalBytes, Is.GreaterThan(100 * 500));
                Assert.That(figures.Processes["postgres"].WrittenBytes, Is.GreaterThanOrEqualTo(figures.WalBytes), "durable: the log is on the disk");
                Assert.That(Directory.GetFiles(folder.FullName).Select(Path.GetFileName), Is.SupersetOf(new[] { "results.json", "results.md", "throughput.svg", "latency.svg", "processor.svg" }));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
