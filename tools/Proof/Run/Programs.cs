namespace Notifications.Proof.Run;

/// <summary>With which programs a scenario is played.</summary>
/// <param name="Name">Of the build, for the journal.</param>
/// <param name="Mutant">The safety that they lack; null when they have all.</param>
/// <param name="Of">The program of a project; null for the one beside us.</param>
/// <param name="CrashBuild">The program of a project that can die at named points.</param>
internal sealed record Programs(string Name, string? Mutant, Func<string, string?> Of, Func<string, string> CrashBuild);
