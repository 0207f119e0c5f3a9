namespace Notifications.Testing.Prometheus;

/// <summary>What rules and dashboards rely on. A name that no host shows makes an alert that never fires and a panel that stays empty, without a word.</summary>
public static class MentionedMetrics
{
    /// <summary>Names of all series that rules and dashboards read from hosts, for example <c>notifications_email_attempts_total</c>; not what rules record.</summary>
    public static IReadOnlySet<string> Names() => Everything().Where(name => !Promql.IsRecorded(name)).ToHashSet();

    /// <summary>Names of all recorded series that they read.</summary>
    public static IReadOnlySet<string> RecordedNames() => Everything().Where(Promql.IsRecorded).ToHashSet();

    private static IEnumerable<string> Everything() =>
        RuleFile.Read().Expressions
            .Concat(Dashboard.ReadAll().SelectMany(dashboard => dashboard.Panels).SelectMany(panel => panel.Expressions))
            .SelectMany(Promql.NamesIn);
}
