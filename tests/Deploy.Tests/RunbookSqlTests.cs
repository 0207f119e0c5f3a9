using System.Text.RegularExpressions;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Deploy.Tests;

/// <summary>Nobody wants to learn at night that a column has another name.</summary>
public sealed partial class RunbookSqlTests
{
    [Test, CancelAfter(60_000)]
    public async Task The_database_takes_every_statement_of_the_pages(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var refused = new List<string>();
        var statements = Directory.GetFiles(Runbooks.Folder, "*.md")
            .SelectMany(page => Statement().Matches(File.ReadAllText(page)), (page, sql) => (Page: Path.GetFileName(page), Sql: sql.Groups["sql"].Value))
            .ToList();

        foreach (var (page, sql) in statements)
        {
            var filledIn = sql.Replace("'…'", $"'{Guid.Empty}'", StringComparison.Ordinal).Replace("PID", "0", StringComparison.Ordinal);
            await using var explain = source.CreateCommand($"EXPLAIN {filledIn}");
            try
            {
                await explain.ExecuteNonQueryAsync(cancellation);
            }
            catch (PostgresException no)
            {
                refused.Add($"{page}: {no.MessageText}: {sql}");
            }
        }

        Assert.That(statements, Has.Count.GreaterThan(15));
        Assert.That(refused, Is.Empty);
    }

    [GeneratedRegex("```sql\n(?<sql>.+?)```|`(?<sql>SELECT [^`]+)`", RegexOptions.Singleline)]
    private static partial Regex Statement();
}
