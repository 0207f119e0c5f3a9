using Notifications.LocalStack.Processes;

namespace Notifications.LocalStack.Servers;

public enum Engine
{
    /// <summary>Private instances from the Debian packages.</summary>
    Native,

    /// <summary>Containers: Docker Compose for <c>./run</c>, Testcontainers in tests.</summary>
    Docker,
}

/// <summary>Whether the servers run in containers: when a Docker engine answers, unless <c>NOTIFICATIONS_ENGINE</c> says otherwise.</summary>
public static class EngineChoice
{
    public const string Knob = "NOTIFICATIONS_ENGINE";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Engine> MakeAsync(CancellationToken cancellation = default)
    {
        var wish = Environment.GetEnvironmentVariable(Knob);
        return Decide(wish, engineAnswers: wish is not "native" && await AnswersAsync(cancellation));
    }

    public static Engine Decide(string? wish, bool engineAnswers) => (wish, engineAnswers) switch
    {
        ("native", _) => Engine.Native,
        ("docker", true) => Engine.Docker,
        ("docker", false) => throw new CannotContinueException(
            $"{Knob} is 'docker', but no Docker engine answers to 'docker info'. Start one, or set {Knob}=native."),
        (null or "", _) => engineAnswers ? Engine.Docker : Engine.Native,
        _ => throw new CannotContinueException($"{Knob} is '{wish}'; it can be 'docker', 'native' or unset (then: docker if an engine answers)."),
    };

    private static async Task<bool> AnswersAsync(CancellationToken cancellation) =>
        (await ShortCommand.RunAsync(["docker", "info", "--format", "{{.ServerVersion}}"], Patience, cancellation)).Succeeded;
}
