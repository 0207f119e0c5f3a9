using Notifications.LocalStack;

namespace Notifications.OrdersEndpoint.Tests.Description;

/// <summary>A file of the folder docs.</summary>
internal static class Page
{
    private const string Update = "UPDATE_DOCS";

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Fails unless the file says exactly this; with <c>UPDATE_DOCS=1</c> in the environment writes it instead.</summary>
    public static void AssertSays(string name, string text)
    {
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(PathOf(name), text);
        var written = File.Exists(PathOf(name)) ? Read(name) : "";
        Assert.That(written, Is.EqualTo(text),
            $"docs/{name} is not what the code says. To write it: {Update}=1 dotnet test tests/OrdersEndpoint.Tests --filter FullyQualifiedName~Description; then look at the difference.");
    }

    /// <summary>The same for the rows of its table whose header begins as given; what is around the table is left alone.</summary>
    public static void AssertHasTable(string name, string header, IEnumerable<string> rows)
    {
        var lines = Read(name).Split('\n').ToList();
        var first = lines.FindIndex(line => line.StartsWith(header, StringComparison.Ordinal)) + 2;
        Assert.That(first, Is.GreaterThanOrEqualTo(2), $"docs/{name} has no table that begins with {header}");
        var end = lines.FindIndex(first, line => !line.StartsWith('|'));
        AssertSays(name, string.Join('\n', [.. lines[..first], .. rows, .. lines[end..]]));
    }

    private static string PathOf(string name) => Path.Combine(BuildOutput.Root, "docs", name);
}
