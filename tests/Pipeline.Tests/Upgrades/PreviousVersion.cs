using System.Formats.Tar;
using Notifications.LocalStack;
using Notifications.LocalStack.Processes;
using Notifications.Testing.Builds;

namespace Notifications.Pipeline.Tests.Upgrades;

/// <summary>
/// The version that <c>previous-version</c> names, as git has it, built beside us in <c>artifacts/previous</c>: once for each commit.
/// </summary>
internal static class PreviousVersion
{
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(30);
    private static readonly string[] Projects = ["Database", "OrdersEndpoint", "NotificationEndpoint", "ReconciliationJob"];
    private static readonly Lazy<Task<Release?>> Built = new(() => Task.Run(BuildAsync));

    /// <summary>Null where there is no history: in a source archive, or in a clone of the newest commit alone.</summary>
    public static Task<Release?> GetAsync() => Built.Value;

    public static string Commit { get; } = File.ReadLines(Path.Combine(BuildOutput.Root, "tests", "Pipeline.Tests", "Upgrades", "previous-version"))
        .Single(line => line != "" && !line.StartsWith('#'));

    private static async Task<Release?> BuildAsync()
    {
        try
        {
            var root = await BuiltFolder.GetAsync(
                Path.Combine(BuildOutput.Root, "artifacts", "previous"),
                Commit,
                async folder =>
                {
                    await ReadAsync(folder);
                    await Compilation.OfAsync(folder, Projects, [], CancellationToken.None);
                },
                CancellationToken.None);
            return new Release($"version {Commit[..7]}", root);
        }
        catch (NoHistoryException)
        {
            return null;
        }
    }

    /// <summary>The folder may belong to somebody else than to whoever runs the tests, as in a container; for reading its history that is no danger.</summary>
    private static async Task ReadAsync(string folder)
    {
        var archive = Path.Combine(folder, "source.tar");
        var git = await ShortCommand.RunAsync(
            ["git", "-C", BuildOutput.Root, "-c", "safe.directory=*", "archive", "--format=tar", $"--output={archive}", Commit], ToRead, CancellationToken.None);
        if (!git.Succeeded)
            throw new NoHistoryException(git.Output);
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false);
        File.Delete(archive);
    }

    private sealed class NoHistoryException(string words) : Exception(words);
}
