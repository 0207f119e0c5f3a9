using System.Text.RegularExpressions;

namespace Notifications.Database.Tests;

/// <summary>What a script may do while hosts of the version before are at work (docs/operating.md), as far as its text tells.</summary>
internal static partial class ScriptRules
{
    private const string Contract = "-- Contract: nothing since version ";
    private const string ConcurrentName = ".concurrently.sql";

    /// <summary>Sentences; none when all is well.</summary>
    public static IEnumerable<string> Problems(string name, string sql)
    {
        var statements = Statements(sql);
        var made = statements.Select(statement => Table().Match(statement)).Where(match => match.Success).Select(match => match.Groups["table"].Value).ToHashSet();
        var isContract = sql.StartsWith(Contract, StringComparison.Ordinal);
        if (name.EndsWith(ConcurrentName, StringComparison.Ordinal))
            return statements is [{ } only] && Concurrent().IsMatch(only) ? [] : [$"{name} is not one CREATE INDEX CONCURRENTLY IF NOT EXISTS or DROP INDEX CONCURRENTLY IF EXISTS."];

        return statements.SelectMany(statement => Problems(statement, made, isContract))
            .Prepend(statements is [{ } first, ..] && LockTimeout().IsMatch(first) ? null : "does not begin with SET LOCAL lock_timeout")
            .OfType<string>()
            .Select(problem => $"{name} {problem}.");
    }

    private static IEnumerable<string> Problems(string statement, IReadOnlySet<string> made, bool isContract)
    {
        if (Rename().IsMatch(statement))
            yield return $"renames what an old host knows by its name: {statement}";
        if (Retype().IsMatch(statement))
            yield return $"changes a type; make a column beside it: {statement}";
        if (!isContract && Removes().IsMatch(statement))
            yield return $"takes away what an old host may use, and is no contract step (first line '{Contract}…'): {statement}";
        if (Required().IsMatch(statement) && !Default().IsMatch(statement))
            yield return $"adds a column that an old host does not fill: {statement}";
        if (Checked().IsMatch(statement) && !NotValid().IsMatch(statement))
            yield return $"checks all rows while it locks; say NOT VALID, or USING INDEX: {statement}";
        if (Index().Match(statement) is { Success: true } index && !made.Contains(index.Groups["table"].Value))
            yield return $"builds an index while it locks a table that was there before; use a script …{ConcurrentName}: {statement}";
        if (statement.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase))
            yield return $"is in a transaction, so that nothing can be concurrent; name it …{ConcurrentName}: {statement}";
    }

    private static List<string> Statements(string sql) =>
        [.. Comment().Replace(sql, "").Split(';').Select(statement => Space().Replace(statement, " ").Trim()).Where(statement => statement != "")];

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("^SET LOCAL lock_timeout = ", RegexOptions.IgnoreCase)]
    private static partial Regex LockTimeout();

    [GeneratedRegex(@"^CREATE TABLE (IF NOT EXISTS )?(?<table>[\w.]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Table();

    [GeneratedRegex(@"^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY).*?\bON (?<table>[\w.]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Index();

    [GeneratedRegex(@"^(CREATE (UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS|DROP INDEX CONCURRENTLY IF EXISTS) ", RegexOptions.IgnoreCase)]
    private static partial Regex Concurrent();

    [GeneratedRegex(@"\bRENAME\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rename();

    [GeneratedRegex(@"\bALTER (COLUMN )?\w+ (SET DATA )?TYPE\b", RegexOptions.IgnoreCase)]
    private static partial Regex Retype();

    [GeneratedRegex(@"\bDROP (TABLE|COLUMN|SCHEMA|VIEW|FUNCTION|TRIGGER)\b|\bSET NOT NULL\b|^(TRUNCATE|DELETE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Removes();

    [GeneratedRegex(@"\bADD COLUMN [^,]*\bNOT NULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex Required();

    [GeneratedRegex(@"\bDEFAULT\b|\bGENERATED\b", RegexOptions.IgnoreCase)]
    private static partial Regex Default();

    [GeneratedRegex(@"^ALTER TABLE .*\bADD (CONSTRAINT \w+ )?(CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Checked();

    [GeneratedRegex(@"\bNOT VALID\b|\bUSING INDEX\b", RegexOptions.IgnoreCase)]
    private static partial Regex NotValid();
}
