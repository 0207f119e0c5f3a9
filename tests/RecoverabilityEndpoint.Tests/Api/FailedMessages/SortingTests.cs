using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Notifications.RecoverabilityEndpoint.Api.FailedMessages;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.FailedMessages;

[Parallelizable(ParallelScope.All)]
public sealed class SortingTests
{
    [TestCase("time_of_failure", "desc", "failed_at DESC, failed_message_id ASC")]
    [TestCase("time_of_failure", "asc", "failed_at ASC, failed_message_id DESC")]
    [TestCase("time_sent", "desc", "time_sent DESC NULLS LAST, failed_message_id ASC")]
    [TestCase("message_type", "asc", "message_type ASC, failed_message_id DESC")]
    [TestCase("", "", "time_sent DESC NULLS LAST, failed_message_id ASC")]
    [TestCase("status; DROP TABLE orders", "asc; --", "time_sent DESC NULLS LAST, failed_message_id ASC")]
    public void Ids_decide_between_equals_in_the_directions_of_the_indexes_and_nothing_else_is_taken_over(string sort, string direction, string order) =>
        Assert.That(Sorting.Read(new QueryCollection(new Dictionary<string, StringValues> { ["sort"] = sort, ["direction"] = direction })), Is.EqualTo(order));
}
