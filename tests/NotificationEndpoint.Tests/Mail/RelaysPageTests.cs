using System.Text.RegularExpressions;
using Notifications.LocalStack;
using Notifications.NotificationEndpoint.Mail;

namespace Notifications.NotificationEndpoint.Tests.Mail;

/// <summary>The table in docs/relays.md is the table in the code, for every reply there can be.</summary>
public sealed partial class RelaysPageTests
{
    private static readonly (SmtpStep Step, string Name)[] Steps =
        [(SmtpStep.Connect, "connecting"), (SmtpStep.Mail, "MAIL"), (SmtpStep.Recipient, "RCPT"), (SmtpStep.Data, "DATA"), (SmtpStep.FinalDot, "final dot")];

    [Test]
    public void The_first_row_that_fits_is_what_the_code_does()
    {
        var rows = Rows();
        Assert.That(rows, Has.Count.GreaterThan(10));
        var different =
            from step in Steps
            from code in Enumerable.Range(200, 400)
            from status in Statuses(code)
            let onPage = rows.Find(row => Fits(row, step.Name, code, status))?.Outcome ?? "deferred, the relay's fault"
            let inCode = Words(SmtpVerdict.Of(step.Step, code, status))
            where !onPage.Trim('*').StartsWith(inCode, StringComparison.Ordinal)
            select $"{step.Name} {code} {status}: '{onPage}' on the page, '{inCode}' in the code";
        Assert.That(different.Take(20), Is.Empty);
    }

    private static IEnumerable<EnhancedStatus?> Statuses(int code)
    {
        yield return null;
        if (code / 100 is not (4 or 5))
            yield break;
        for (var subject = 0; subject <= 7; subject++)
        {
            for (var detail = 0; detail <= 28; detail++)
                yield return new EnhancedStatus(code / 100, subject, detail);
        }
    }

    private static string Words((SmtpVerdict.Verdict Verdict, Blame Blame) means) => means switch
    {
        (SmtpVerdict.Verdict.Accepted, _) => "accepted",
        (SmtpVerdict.Verdict.Unknown, _) => "unknown",
        (SmtpVerdict.Verdict.Deferred, Blame.Relay) => "deferred, the relay's",
        (SmtpVerdict.Verdict.Deferred, Blame.Recipient) => "deferred, the recipient's",
        (SmtpVerdict.Verdict.Deferred, _) => "deferred, the e-mail's",
        (_, Blame.Recipient) => "rejected, the recipient's",
        _ => "rejected, the e-mail's",
    };

    private static bool Fits(PageRow row, string step, int code, EnhancedStatus? status)
    {
        if (row.Step is not ("any" or "any other") && !row.Step.Contains(step, StringComparison.Ordinal))
            return false;
        if (row.Reply is not ("any" or "any other" or "anything else, or nothing") && !row.Reply.Split(", ").Any(reply => reply == $"{code}" || reply == $"{code / 100}xx"))
            return false;
        return row.Status == "" || HasStatus(row, status);
    }

    private static bool HasStatus(PageRow row, EnhancedStatus? status) => status is { } has && row.Status.Split(", ").Any(pattern =>
    {
        var parts = pattern.Split('.');
        return (parts[0] == "x" || parts[0] == $"{has.Class}") && parts[1] == $"{has.Subject}"
            && (parts[2] == "x" || (parts[2].Split('–').Select(int.Parse).ToArray() is var range && has.Detail >= range[0] && has.Detail <= range[^1]));
    });

    private static List<PageRow> Rows()
    {
        var page = File.ReadAllText(Path.Combine(BuildOutput.Root, "docs", "relays.md")).Split("|---|---|---|---|")[1].Split("\n\n")[0];
        return [.. Row().Matches(page).Select(row => new PageRow(row.Groups[1].Value.Trim(), row.Groups[2].Value.Trim(), row.Groups[3].Value.Trim(), row.Groups[4].Value.Trim()))];
    }

    private sealed record PageRow(string Step, string Reply, string Status, string Outcome);

    [GeneratedRegex(@"^\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
