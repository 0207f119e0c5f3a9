using System.Net.Sockets;
using Notifications.Messaging.Diagnostics;
using Npgsql;

namespace Notifications.Messaging.Tests.Diagnostics;

[Parallelizable(ParallelScope.All)]
public sealed class FailureTextTests
{
    [TestCase("57P01", Description = "an operator ends the session")]
    [TestCase("57P03", Description = "it is starting")]
    [TestCase("28P01", Description = "the password is wrong")]
    [TestCase("53300", Description = "too many connections")]
    public void A_server_that_is_away_or_lets_nobody_in_needs_no_stack(string state) => Assert.That(FailureText.StackOf(Of(state)), Is.Null);

    [TestCase("42P01", Description = "a table is missing")]
    [TestCase("23505", Description = "two rows with one key")]
    public void A_statement_that_the_server_refuses_does(string state) => Assert.That(FailureText.StackOf(Of(state)), Is.Not.Null);

    [Test]
    public void A_bug_does() => Assert.That(FailureText.StackOf(new InvalidOperationException()), Is.Not.Null);

    [Test]
    public void The_reason_has_the_address_and_what_became_of_it()
    {
        var away = new NpgsqlException("Failed to connect to 10.0.0.1:5432", new SocketException((int)SocketError.ConnectionRefused));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FailureText.ReasonOf(away), Is.EqualTo("Failed to connect to 10.0.0.1:5432: Connection refused"));
            Assert.That(FailureText.StackOf(away), Is.Null);
        }
    }

    private static PostgresException Of(string state) => new("no", "FATAL", "FATAL", state);
}
