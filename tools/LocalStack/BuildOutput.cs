namespace Notifications.LocalStack;

/// <summary>Finds what was built beside us: every program lies in <c>artifacts/bin/(project)/(configuration)</c>.</summary>
public static class BuildOutput
{
    private static readonly DirectoryInfo Ours = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The configuration that we were built in, as a folder name: <c>debug</c> or <c>release</c>.</summary>
    public static string Configuration => Ours.Name;

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Ours.Parent?.Parent?.Parent?.Parent?.FullName
        ?? throw new CannotContinueException($"{Ours.FullName} is not below artifacts/bin; build with the repository's own projects.");

    /// <summary>The assembly of a program, for example of <c>OrdersEndpoint</c>.</summary>
    public static string ProgramOf(string project)
    {
        var file = Path.Combine(Root, "artifacts", "bin", project, Configuration, $"Notifications.{project}.dll");
        return File.Exists(file)
            ? file
            : throw new CannotContinueException($"There is no {file}. Build it: dotnet build -c {Configuration} {project}");
    }
}
