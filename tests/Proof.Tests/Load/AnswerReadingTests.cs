using System.Net;
using System.Net.Sockets;
using Notifications.Proof.Journals;
using Notifications.Proof.Load;

namespace Notifications.Proof.Tests.Load;

public sealed class AnswerReadingTests
{
    [TestCase(202, null, Answered.Ok)]
    [TestCase(400, "/problems#invalid-order", Answered.Refused)]
    [TestCase(409, "/problems#request-still-running", Answered.Unknown, TestName = "While the first request runs nobody knows")]
    [TestCase(429, "/problems#too-many-requests", Answered.Refused)]
    [TestCase(503, "/problems#unavailable", Answered.Refused)]
    [TestCase(503, "/problems#outcome-unknown", Answered.Unknown)]
    [TestCase(500, "/problems#internal-error", Answered.Unknown)]
    [TestCase(502, null, Answered.Unknown)]
    [TestCase(200, null, Answered.Unknown, TestName = "An answer that is not in the contract tells nothing")]
    public void What_an_answer_lets_a_client_know(int status, string? problem, Answered outcome) => Assert.That(AnswerReading.Of(status, problem), Is.EqualTo(outcome));

    [Test]
    public void Only_a_refused_connection_is_certainly_no_order()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AnswerReading.Of(Failure(SocketError.ConnectionRefused)), Is.EqualTo(Answered.Refused));
            Assert.That(AnswerReading.Of(Failure(SocketError.ConnectionReset)), Is.EqualTo(Answered.Unknown));
            Assert.That(AnswerReading.Of(new HttpRequestException("the response ended prematurely")), Is.EqualTo(Answered.Unknown));
            Assert.That(AnswerReading.Of(new TaskCanceledException()), Is.EqualTo(Answered.Unknown));
        }
    }

    [Test]
    public void The_order_s_id_is_read_from_an_acceptance_alone()
    {
        var id = Guid.NewGuid();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(AnswerReading.Read(HttpStatusCode.Accepted, $$"""{"order_id":"{{id}}"}"""), Is.EqualTo(((Guid?)id, (string?)null)));
            Assert.That(AnswerReading.Read(HttpStatusCode.ServiceUnavailable, $$"""{"type":"a","order_id":"{{id}}"}"""), Is.EqualTo(((Guid?)null, "a")));
            Assert.That(AnswerReading.Read(HttpStatusCode.Accepted, """{"order_id":"0"""), Is.EqualTo(((Guid?)null, (string?)null)), "cut off");
        }
    }

    private static HttpRequestException Failure(SocketError error) => new("no connection", new SocketException((int)error));
}
