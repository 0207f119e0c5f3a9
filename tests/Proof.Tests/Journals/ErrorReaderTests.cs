using System.Text;
using Notifications.Proof.Journals;
using Notifications.Proof.Tests.Check;
using Notifications.Testing;
using Npgsql;

namespace Notifications.Proof.Tests.Journals;

[CancelAfter(60_000)]
public sealed class ErrorReaderTests
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    [Test]
    public void A_command_names_its_order() =>
        Assert.That(ErrorReader.Line(None, Body($$"""{"OrderId":"{{SoundRun.Id(1)}}","Customer":{ "Email":"a@x"},"Lines":[]}""")).OrderId, Is.EqualTo(SoundRun.Id(1)));

    [TestCase("")]
    [TestCase("not JSON")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"OrderId":7}""")]
    [TestCase("""{"OrderId":"no id"}""")]
    public void Anything_else_names_none(string body) => Assert.That(ErrorReader.Line(None, Body(body)).OrderId, Is.Null);

    [Test]
    public async Task Those_that_were_moved_into_tables_and_wait_for_somebody_are_read_there(CancellationToken cancellation)
    {
        await using var database = await MigratedDatabase.CreateAsync(cancellation);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        foreach (var (order, status) in new[] { (0, "unresolved"), (1, "retry_issued"), (2, "resolved"), (3, "archived") })
            await FailAsync(source, order, status, cancellation);

        var errors = await ErrorReader.ReadFailedAsync(source, cancellation).ToListAsync(cancellation);
        Assert.That(errors.Select(error => error.OrderId), Is.EqualTo(new[] { SoundRun.Id(0), SoundRun.Id(1) }));
        Assert.That(errors[0].Headers, Is.EquivalentTo(new Dictionary<string, string> { ["NServiceBus.MessageId"] = "é" }));
    }

    private static async Task FailAsync(NpgsqlDataSource source, int order, string status, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $$"""
              INSERT INTO recoverability.failed_messages (failed_message_id, status, message_id, message_type, content_type, body_size, receiving_endpoint, exception_type,
                                                          exception_message, first_failed_at, failed_at, by_exception, by_type, by_address, by_instance, by_endpoint)
              SELECT id, '{{status}}', 'm', 't', 'application/json', 1, 'e', 'x', 'x', now() + interval '1 second' * {{order}}, now(), id, id, id, id, id FROM (SELECT uuid '{{SoundRun.Id(order)}}' AS id) AS one;
              INSERT INTO recoverability.contents (failed_message_id, headers, body, stack_trace)
              VALUES ('{{SoundRun.Id(order)}}', convert_to('{"NServiceBus.MessageId":"é"}', 'UTF8'), convert_to('{"OrderId":"{{SoundRun.Id(order)}}"}', 'UTF8'), '')
              """);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static byte[] Body(string text) => Encoding.UTF8.GetBytes(text);
}
