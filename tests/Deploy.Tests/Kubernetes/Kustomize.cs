using Notifications.LocalStack;
using Notifications.LocalStack.Processes;

namespace Notifications.Deploy.Tests.Kubernetes;

/// <summary>Renders a folder with the program that a person would use: kustomize 5.4 or later, by itself or within kubectl.</summary>
internal static class Kustomize
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly Lazy<Task<IReadOnlyList<string>>> Command = new(FindAsync);

    /// <summary>All objects of <paramref name="folder"/>, as one YAML text.</summary>
    /// <exception cref="CannotContinueException">It does not render, or only with a warning; with what the program says.</exception>
    public static async Task<string> RenderAsync(string folder)
    {
        var command = await Command.Value;
        var output = Path.GetTempFileName();
        try
        {
            var run = await ShortCommand.RunAsync([.. command, folder, "--output", output], Limit, CancellationToken.None);
            return run.Succeeded && run.Output == ""
                ? await File.ReadAllTextAsync(output)
                : throw new CannotContinueException($"'{string.Join(' ', command)} {folder}' ended with code {run.Code}: {run.Output}");
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync()
    {
        if (IsRecent(await ShortCommand.RunAsync(["kustomize", "version"], Limit, CancellationToken.None)))
            return ["kustomize", "build"];
        return IsRecent(await ShortCommand.RunAsync(["kubectl", "version", "--client"], Limit, CancellationToken.None))
            ? ["kubectl", "kustomize"]
            : [await PackagedKubectl.EnsureAsync(), "kustomize"];
    }

    /// <summary>Of kubectl's answer the line about kustomize counts; kustomize's own has no other.</summary>
    private static bool IsRecent(ShortCommand.Result version) =>
        version.Succeeded
        && version.Output.Split('\n').LastOrDefault(line => line.StartsWith("Kustomize Version:", StringComparison.Ordinal) || line.StartsWith('v')) is { } line
        && Version.TryParse(line[(line.LastIndexOf('v') + 1)..].Trim(), out var number)
        && number >= new Version(5, 4);
}
