using System.ComponentModel.DataAnnotations;

namespace Notifications.ReconciliationJob.Sla;

/// <summary>How well the promise is to be kept, and where the daily reports go; section <c>Sla</c>.</summary>
public sealed record SlaSettings
{
    /// <summary>Share of the e-mails that are to be accepted within five minutes, of those that can be delivered. Default 0.999; what is missing to 1 is the error budget.</summary>
    public double Objective { get; init; } = 0.999;

    /// <summary>The time over which the objective is to be met, up to now. Default 28 days: as many Mondays as Sundays.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(28);

    /// <summary>Folder for the daily reports, <c>sla-2026-11-25.csv</c> and <c>.html</c>; made when it is missing. Default: none, reports are only served.</summary>
    [DataType(DataType.Text)]
    public string ReportFolder { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Objective is not (>= 0.5 and <= 0.99999))
            yield return FormattableString.Invariant($"Sla:Objective is {Objective}; give a share from 0.5 to 0.99999, for example 0.999: with 1 there would be nothing to spend.");
        if (Period < TimeSpan.FromDays(1) || Period > TimeSpan.FromDays(90))
            yield return $"Sla:Period is {Period}; give a time from 1.00:00:00 to 90.00:00:00.";
        if (ReportFolder != "" && !Path.IsPathFullyQualified(ReportFolder))
            yield return $"Sla:ReportFolder is '{ReportFolder}'; give a whole path, for example /var/lib/notifications/sla, or nothing.";
    }
}
