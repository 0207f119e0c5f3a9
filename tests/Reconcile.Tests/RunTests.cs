using Notifications.Messages;

namespace Notifications.Reconcile.Tests;

/// <summary>The command <c>run</c> on a real database.</summary>
[CancelAfter(60_000)]
public sealed class RunTests : ToolFixture
{
    [Test]
    public async Task It_drives_what_was_accepted_in_its_time_and_has_no_accepted_e_mail()
    {
        await _book.PlaceAndSendAsync("10 minutes");
        var missing = await _book.PlaceAsync("11 minutes");
        await _book.PlaceAsync("3 hours");
        await _book.PlaceAsync("1 second");

        var (code, output, error) = await RunAsync("--last", "1h");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((code, error), Is.EqualTo((0, "")));
            Assert.That(output, Does.Match(@"^Orders accepted from .* to .*\n\n").And.Match(@" checked +2 ").And.Match(@" found +1 ").And.Match(@" driven +1 "));
            Assert.That(await _book.ExecuteAsync("SELECT array_agg(message_id) FROM messaging.outbox"), Is.EqualTo(new[] { DeliveryId.For(missing, NotificationKind.OrderConfirmation) }));
        }
    }

    [Test]
    public async Task A_dry_run_names_what_would_be_done_and_changes_nothing()
    {
        var missing = await _book.PlaceAsync("11 minutes");
        var rejected = await _book.PlaceAsync("10 minutes");
        await _book.DeliverAsync(rejected, "rejected", reason: "550 5.1.1");

        var (code, output, _) = await RunAsync("--last", "1h", "--dry-run");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Contain($"  {missing}  published  11 min old  would be driven\n"));
            Assert.That(output, Does.Contain($"  {rejected}  rejected   10 min old  only a person can help  (550 5.1.1)\n"));
            Assert.That(output, Does.EndWith("2 orders without an accepted e-mail; 1 would be driven. Nothing was changed.\n"));
            Assert.That(await _book.ExecuteAsync("SELECT (SELECT count(*) FROM messaging.outbox) + (SELECT count(*) FROM reconciliation.runs) + (SELECT count(*) FROM reconciliation.pursued)"), Is.Zero);
        }
    }

    [Test]
    public async Task It_says_how_many_it_does_not_list()
    {
        for (var order = 0; order < 3; order++)
            await _book.PlaceAsync("10 minutes");
        Assert.That((await RunAsync("--last", "1h", "--dry-run", "--limit", "1")).Output, Does.Contain("\n  and 2 more; --limit N lists more of them\n"));
    }

    [Test]
    public async Task A_time_of_which_no_order_is_overdue_yet_is_said_to_be_empty() =>
        Assert.That((await RunAsync("--last", "30s")).Output, Is.EqualTo("Nothing to look at: orders get 60 s before they are overdue.\n"));

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] options) => RunOnAsync(ConnectionString, ["run", .. options]);
}
