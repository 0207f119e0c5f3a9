namespace Notifications.ReconciliationJob.Sla;

/// <summary>Every error answer of these routes, as problem+json (RFC 9457).</summary>
internal static class SlaProblems
{
    public static IResult BadMinutes(string value) => TypedResults.Problem(
        $"minutes is '{value}'; give a whole number from 1 to {SlaSnapshot.MostMinutes}.", statusCode: 400, title: "Not a number of minutes.", type: "/problems/bad-minutes");

    public static IResult BadDay(string value) => TypedResults.Problem(
        $"The day is '{value}'; give it as 2026-11-25, or as 2026-11-25.csv for the table.", statusCode: 400, title: "Not a day.", type: "/problems/bad-day");

    public static IResult NoReport(DateOnly day) => TypedResults.Problem(
        $"No minute of {day:yyyy-MM-dd} (UTC) is decided.", statusCode: 404, title: "No report.", type: "/problems/no-report");

    public static IResult Unavailable() => TypedResults.Problem(
        "PostgreSQL does not answer, so nothing is known at the moment. Try again in a few seconds.", statusCode: 503, title: "Unavailable.", type: "/problems/unavailable");
}
