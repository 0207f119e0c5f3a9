using Notifications.Messaging.Recoverability;
using Notifications.Messaging.Wire;

namespace Notifications.Messaging.Tests.Recoverability;

[Parallelizable(ParallelScope.All)]
public sealed class FaultHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 25, 59, TimeSpan.Zero);

    private static readonly EndpointIdentity Endpoint = new("endpoint", Receives: true);

    [Test]
    public void Say_where_when_and_why_it_failed()
    {
        var headers = FaultHeaders.For(Thrown(new InvalidOperationException("it broke", new TimeoutException())), Endpoint, Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(headers[Headers.FailedQueue], Is.EqualTo("endpoint"));
            Assert.That(headers[Headers.ProcessingEndpoint], Is.EqualTo("endpoint"));
            Assert.That(headers[Headers.ProcessingMachine], Is.EqualTo(Environment.MachineName));
            Assert.That(headers[Headers.HostId], Does.Match("^[0-9a-f]{32}$"));
            Assert.That(headers[Headers.HostDisplayName], Is.Not.Empty);
            Assert.That(headers[Headers.TimeOfFailure], Is.EqualTo("2026-11-23 14:25:59:000000 Z"));
            Assert.That(headers[Headers.ExceptionType], Is.EqualTo("System.InvalidOperationException"));
            Assert.That(headers[Headers.InnerExceptionType], Is.EqualTo("System.TimeoutException"));
            Assert.That(headers[Headers.ExceptionMessage], Is.EqualTo("it broke"));
            Assert.That(headers[Headers.StackTrace], Does.Contain(nameof(Thrown)));
            Assert.That(headers[Headers.Retries], Is.Null, "a message that is sent back begins anew");
        }
    }

    [Test]
    public void Stay_within_what_a_broker_takes()
    {
        var headers = FaultHeaders.For(new InvalidOperationException(new string('x', 1_000_000)), Endpoint, Now);
        Assert.That(headers.Values.Sum(value => value?.Length ?? 0), Is.LessThan(60_000));
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (InvalidOperationException caught)
        {
            return caught;
        }
    }
}
