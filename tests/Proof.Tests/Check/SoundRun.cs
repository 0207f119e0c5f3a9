using Notifications.Proof.Check;
using Notifications.Proof.Journals;

namespace Notifications.Proof.Tests.Check;

/// <summary>
/// What was written down of a small run in which everything that may happen does and nothing is wrong. Each test adds one flaw; the numbers of the orders are
/// the names below. They have one line each in the ledger, in this order, but those that were not stored.
/// </summary>
internal static class SoundRun
{
    public const int Plain = 0;
    public const int Replayed = 1;
    public const int Rejected = 2;
    public const int TakenOver = 3;
    public const int UnknownAndStored = 4;
    public const int Unread = 5;
    public const int Deferred = 6;
    public const int Refused = 7;
    public const int UnknownAndNotStored = 8;

    public static readonly DateTimeOffset Start = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    public static Evidence Evidence => new()
    {
        Run = new("everything", 7, "release", Start, "./run proof everything --seed 7", Sessions: 10, LongestSend: TimeSpan.FromSeconds(1), new()
        {
            DuplicatesPossible = true,
            LeastDuplicates = 2,
            LeastUnknown = 3,
            LeastReplayed = 1,
            LeastTakenOver = 1,
            LeastRejected = 1,
        }),
        Client =
        [
            Request(Plain, Answered.Ok),
            Request(Replayed, Answered.Unknown), Request(Replayed, Answered.Ok) with { Replayed = true },
            Request(Rejected, Answered.Ok), Request(TakenOver, Answered.Ok), Request(UnknownAndStored, Answered.Unknown), Request(Unread, Answered.Ok),
            Request(Deferred, Answered.Ok), Request(Refused, Answered.Refused), Request(UnknownAndNotStored, Answered.Unknown),
        ],
        Mail =
        [
            Mail(Plain, 1), Mail(Replayed, 1),
            Mail(Rejected, 1) with { MessageId = null, Content = null, Headers = [], Addressed = [], Taken = false, Answer = "550 5.1.1 no such user" },
            Mail(TakenOver, 10), Mail(TakenOver, 40), Mail(UnknownAndStored, 1),
            Mail(Unread, 1) with { Answer = null, CouldBeRead = false }, Mail(Unread, 3),
            Mail(Deferred, 1) with { Taken = false, Answer = "451 4.3.0 later" }, Mail(Deferred, 6),
        ],
        Faults =
        [
            new("kill -9 of a consumer", Start.AddSeconds(10.5), Start.AddSeconds(20), Ambiguous: true, IsOutage: false),
            new("the broker was restarted", Start.AddSeconds(60), Start.AddSeconds(70), Ambiguous: false, IsOutage: true),
        ],
        Ledger =
        [
            Order(Plain, "accepted", (1, "accepted")), Order(Replayed, "accepted", (1, "accepted")), Order(Rejected, "rejected", (1, "rejected")),
            Order(TakenOver, "accepted", (1, "taken_over"), (1, "accepted"), (2, "accepted")) with { PossibleDuplicate = true },
            Order(UnknownAndStored, "accepted", (1, "accepted")),
            Order(Unread, "accepted", (1, "unknown"), (2, "accepted")) with { PossibleDuplicate = true },
            Order(Deferred, "accepted", (1, "deferred"), (2, "accepted")),
        ],
        Errors = [Error(Rejected)],
        Remains = new(0, 0, 0, new Dictionary<string, long> { ["NotificationEndpoint"] = 0, ["NotificationEndpoint.Retries"] = 0 }),
    };

    public static string Recipient(int order) => $"order-{order}@proof.example";

    public static Guid Id(int order) => new(order + 1, 0, 0, new byte[8]);

    public static ClientLine Request(int order, Answered outcome) => new(
        order, $"key-{order}", Recipient(order), $"body-{order}", Start, Start.AddSeconds(0.1), outcome, outcome == Answered.Ok ? 202 : null,
        outcome == Answered.Ok ? Id(order) : null, Replayed: false);

    public static MailLine Mail(int order, double second) => new(
        Start.AddSeconds(second), "shop@proof.example", [Recipient(order)], $"<{order}@proof.example>", $"content-{order}",
        ["Message-Id", "Date", "Subject", "From", "To", "Auto-Submitted", "X-Delivery-Id", "MIME-Version", "Content-Type"],
        [$"\"A. Customer\" <{Recipient(order)}>"], Taken: true, "250 2.0.0 Ok: queued as 1", CouldBeRead: true);

    public static LedgerLine Order(int order, string? status, params (int Attempt, string Outcome)[] ends) => new(
        Id(order), Recipient(order), Start.AddSeconds(0.05), status, PossibleDuplicate: false, status is null ? null : Start.AddSeconds(50),
        [.. ends.Select(end => new AttemptLine(end.Attempt, end.Outcome))]);

    public static ErrorLine Error(int order) => new(Id(order), new Dictionary<string, string>
    {
        ["NServiceBus.ExceptionInfo.ExceptionType"] = "RecipientRejectedException",
        ["NServiceBus.ExceptionInfo.Message"] = "550 5.1.1 no such user",
        ["NServiceBus.FailedQ"] = "NotificationEndpoint",
        ["NServiceBus.TimeOfFailure"] = "2026-11-25 09:00:01:000000 Z",
        ["NServiceBus.MessageId"] = $"message-{order}",
        ["NServiceBus.EnclosedMessageTypes"] = "SendOrderConfirmation",
    });
}

internal static class Flaws
{
    /// <summary>Names of the invariants that do not hold.</summary>
    public static IEnumerable<string> Broken(this Evidence evidence) => Checker.Check(evidence).Where(finding => !finding.Holds).Select(finding => finding.Invariant);

    public static Finding Find(this Evidence evidence, string invariant) => Checker.Check(evidence).Single(finding => finding.Invariant == invariant);

    public static Evidence WithMail(this Evidence evidence, params MailLine[] more) => evidence with { Mail = [.. evidence.Mail, .. more] };

    /// <summary>Another answer of the mail server; null takes the line away.</summary>
    public static Evidence ChangeMail(this Evidence evidence, int order, Func<MailLine, MailLine?> change) => evidence with
    {
        Mail = Change(evidence.Mail, mail => mail.Recipients.Contains(SoundRun.Recipient(order)), change),
    };

    public static Evidence ChangeLedger(this Evidence evidence, int order, Func<LedgerLine, LedgerLine?> change) => evidence with
    {
        Ledger = Change(evidence.Ledger, line => line.OrderId == SoundRun.Id(order), change),
    };

    public static Evidence ChangeClient(this Evidence evidence, int order, Func<ClientLine, ClientLine?> change) => evidence with
    {
        Client = Change(evidence.Client, line => line.Order == order, change),
    };

    public static Evidence Expecting(this Evidence evidence, Func<Expectation, Expectation> change) => evidence with
    {
        Run = evidence.Run with { Expected = change(evidence.Run.Expected) },
    };

    private static List<T> Change<T>(IReadOnlyList<T> lines, Func<T, bool> which, Func<T, T?> change)
        where T : class => [.. lines.Select(line => which(line) ? change(line) : line).OfType<T>()];
}
