using Microsoft.Extensions.Logging.Abstractions;
using Notifications.NotificationEndpoint.Ledger;
using Notifications.NotificationEndpoint.Mail;
using Notifications.NotificationEndpoint.Tests.Behaviours;
using Notifications.Testing;
using Npgsql;

namespace Notifications.NotificationEndpoint.Tests;

/// <summary>
/// What becomes of an e-mail when a relay behaves as relays do, well or badly: one row each. The message is handled by the real handler with the real
/// ledger, over TCP, and what the runtime, the ledger, both relays and the next e-mail get to see is as the row says.
/// </summary>
[CancelAfter(60_000)]
[Parallelizable(ParallelScope.Children)]
public sealed class BehaviourTests
{
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;
    private DeliveryLedger _ledger = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        _database = await MigratedDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
        _ledger = new DeliveryLedger(_source, new LedgerSettings(), TimeProvider.System, NullLogger<DeliveryLedger>.Instance);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        await _ledger.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static IEnumerable<TestCaseData<Behaviour>> Rows() =>
        Named("A_relay_that", Connecting.Rows, Envelopes.Rows, Contents.Rows, FinalDots.Rows, Nonsense.Rows, Capabilities.Rows, Sessions.Rows, Protection.Rows);

    /// <summary>What is about the transaction of a mail; and about TLS, which with Implicit is ours; the rest of a session is MailKit's in any case.</summary>
    private static IEnumerable<TestCaseData<Behaviour>> TransactionRows() =>
        Named("A_relay_that_is_pipelined_and", Envelopes.Rows, Contents.Rows, FinalDots.Rows, Capabilities.Rows, Sessions.Rows, Protection.Rows);

    private static IEnumerable<TestCaseData<Behaviour>> Named(string name, params IEnumerable<Behaviour>[] rows) =>
        rows.SelectMany(each => each).Select(row => new TestCaseData<Behaviour>(row) { TestName = $"{name}_{row.Name.Replace(' ', '_')}" });

    [TestCaseSource(nameof(Rows))]
    public Task A_relay_that(Behaviour row, CancellationToken cancellation) => EndsAsTheRowSaysAsync(row, SmtpTransaction.MailKit, row.Afterwards, cancellation);

    [TestCaseSource(nameof(TransactionRows))]
    public Task A_relay_that_is_pipelined_and(Behaviour row, CancellationToken cancellation) =>
        EndsAsTheRowSaysAsync(row, SmtpTransaction.Pipelined, row.AfterwardsPipelined ?? row.Afterwards, cancellation);

    private async Task EndsAsTheRowSaysAsync(Behaviour row, SmtpTransaction transaction, string expectedAfterwards, CancellationToken cancellation)
    {
        var order = Orders.Another(row.Order);
        var endings = new List<Ending>();
        string afterwards;
        var stage = new Stage(row, _source, _ledger, transaction: transaction);
        await using (stage)
        {
            for (var mail = 0; mail < row.Before; mail++)
                Assert.That(await stage.HandleAsync(Orders.Another(row.Order), 1), Is.EqualTo(Ending.Taken));
            for (var attempt = 1; attempt <= row.Endings.Length; attempt++)
                endings.Add(await stage.HandleAsync(order, attempt).WaitAsync(cancellation));
            afterwards = await stage.AfterwardsAsync().WaitAsync(cancellation);
        }

        var mails = stage.MailsOf(order);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(endings, Is.EqualTo(row.Endings));
            Assert.That(mails, Has.Count.EqualTo(row.Whole), "whole e-mails");
            Assert.That(mails.Distinct().Count(), Is.LessThanOrEqualTo(1), "all the same bytes");
            Assert.That(afterwards, Is.EqualTo(expectedAfterwards));
            if (row.Hears is not null)
                Assert.That(stage.Heard, Does.Contain(row.Hears));
        }
    }
}
