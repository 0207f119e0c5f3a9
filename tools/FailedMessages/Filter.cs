using Notifications.RecoverabilityEndpoint.Failures;
using Notifications.RecoverabilityEndpoint.Operations;
using Notifications.Tools;

namespace Notifications.FailedMessages;

/// <summary>Which failed messages somebody means, as it stands on the command line: they fit everything that is given.</summary>
internal sealed record Filter
{
    public static readonly string[] WithValue = ["--group", "--cause", "--endpoint", "--queue", "--since", "--until"];

    public const string Id = "--id";

    public IReadOnlyList<Guid> Ids { get; init; } = [];

    public Guid? Group { get; init; }

    public string? Cause { get; init; }

    public string? Endpoint { get; init; }

    public string? Queue { get; init; }

    public AskedTime? Since { get; init; }

    public AskedTime? Until { get; init; }

    public bool IsEverything => this is { Ids: [], Group: null, Cause: null, Endpoint: null, Queue: null, Since: null, Until: null };

    /// <exception cref="WrongArgumentException">Something cannot be read.</exception>
    public static Filter Of(Arguments given) => new()
    {
        Ids = [.. given.Words.Skip(1).Concat(given.Values(Id)).Select(IdIn)],
        Group = given.Value("--group") is { } group ? GroupIn(group) : null,
        Cause = Text(given, "--cause"),
        Endpoint = Text(given, "--endpoint"),
        Queue = Text(given, "--queue"),
        Since = AskedTime.Of("--since", given.Value("--since")),
        Until = AskedTime.Of("--until", given.Value("--until")),
    };

    /// <param name="now">On the database's clock.</param>
    /// <param name="statuses">In one of these.</param>
    /// <exception cref="WrongArgumentException">It would begin after it ends.</exception>
    public Selection At(DateTimeOffset now, params IReadOnlyList<FailureStatus> statuses)
    {
        var (from, until) = (Since?.At(now), Until?.At(now));
        if (from >= until)
            throw new WrongArgumentException($"--since is {Times.Text(from.Value)} and --until is {Times.Text(until.Value)}; give a --since that is earlier.");
        return new Selection(statuses) { Ids = Ids is [] ? null : Ids, Group = Group, Cause = Cause, Endpoint = Endpoint, QueueAddress = Queue, FailedFrom = from, FailedUntil = until };
    }

    /// <summary>ServiceControl's word for the history.</summary>
    public OperationScope Scope => this switch
    {
        { Ids: [_] } => OperationScope.SingleMessage,
        { Ids: [_, _, ..] } => OperationScope.MultipleMessages,
        { Group: not null } when this == new Filter { Ids = Ids, Group = Group } => OperationScope.FailureGroup,
        { Endpoint: not null } when this == new Filter { Ids = Ids, Endpoint = Endpoint } => OperationScope.AllForEndpoint,
        { Queue: not null } when this == new Filter { Ids = Ids, Queue = Queue } => OperationScope.ByQueueAddress,
        { IsEverything: true } => OperationScope.All,
        _ => OperationScope.MultipleMessages,
    };

    /// <exception cref="WrongArgumentException">It is no id.</exception>
    public static Guid IdIn(string text) =>
        Guid.TryParse(text, out var id) ? id : throw new WrongArgumentException($"'{text}' is not the id of a failed message; 'list' shows ids such as 5f0c1a52-8f0e-4a53-8d1b-0a5a6c2f7e11.");

    private static Guid GroupIn(string text) =>
        Guid.TryParse(text, out var id) ? id : throw new WrongArgumentException($"--group is '{text}'; give the id of a group: 'list --by exception' shows them.");

    private static string? Text(Arguments given, string option) => given.Value(option) switch
    {
        "" => throw new WrongArgumentException($"{option} is empty; give what it is to be."),
        var text => text,
    };
}
