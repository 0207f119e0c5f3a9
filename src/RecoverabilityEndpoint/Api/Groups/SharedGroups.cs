using Notifications.RecoverabilityEndpoint.Api.Http;
using Notifications.RecoverabilityEndpoint.Failures;
using Npgsql;

namespace Notifications.RecoverabilityEndpoint.Api.Groups;

/// <summary>What is in the groups, counted once a second at most. Notes and operations are read each time: whoever changes them sees it at once.</summary>
internal sealed class SharedGroups(NpgsqlDataSource database, TimeProvider time)
{
    private readonly Dictionary<(Classifier, FailureStatus), SharedReading<List<GroupCount>>> _counts =
        (from classifier in Classifier.All
         from status in new[] { FailureStatus.Unresolved, FailureStatus.Archived }
         select (classifier, status)).ToDictionary(
            key => key, key => new SharedReading<List<GroupCount>>(() => GroupTable.CountAsync(database, key.classifier, key.status, CancellationToken.None), time));

    public Task<List<GroupCount>> CountAsync(Classifier classifier, FailureStatus status, CancellationToken cancellation) => _counts[(classifier, status)].ReadAsync(cancellation);
}
