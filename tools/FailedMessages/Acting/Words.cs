using System.Globalization;
using Notifications.RecoverabilityEndpoint.Operations;

namespace Notifications.FailedMessages.Acting;

/// <summary>What is said of an operation.</summary>
internal static class Words
{
    public static string Done(OperationKind kind) => kind switch
    {
        OperationKind.Retry => "sent back",
        OperationKind.Archive => "deleted",
        OperationKind.Restore => "restored",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a word."),
    };

    public static string Count(long messages) => string.Create(CultureInfo.InvariantCulture, $"{messages:N0} message{(messages == 1 ? "" : "s")}");
}
