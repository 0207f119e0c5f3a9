using System.Text.Json;
using System.Text.Json.Nodes;

namespace Notifications.RecoverabilityEndpoint.Tests.Api.Editing;

[CancelAfter(60_000)]
public sealed class EditTests : ApiFixture
{
    [Test]
    public async Task An_edited_message_waits_to_be_sent_as_another_that_knows_what_it_was_made_of()
    {
        var id = await Book.AddAsync(messageId: "one");
        var headers = FailedMessageBook.Headers("one");
        headers["Customer"] = "Bea";

        Assert.That(await EditAsync(id, headers, """{"a":2}"""), Is.EqualTo((202, "False")));

        var sent = JsonSerializer.Deserialize<Dictionary<string, string>>(await QueryAsync<byte[]>("SELECT edited_headers FROM recoverability.returns"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await QueryAsync<string>("SELECT convert_from(edited_body, 'UTF8') FROM recoverability.returns"), Is.EqualTo("""{"a":2}"""));
            Assert.That(Guid.Parse(sent["NServiceBus.MessageId"]), Is.Not.EqualTo(id));
            Assert.That(sent["ServiceControl.EditOf"], Is.EqualTo($"{id}"));
            Assert.That(sent["Customer"], Is.EqualTo("Bea"));
            Assert.That(
                string.Join(' ', sent.Keys.Order(StringComparer.Ordinal)),
                Is.EqualTo("Customer NServiceBus.ContentType NServiceBus.EnclosedMessageTypes NServiceBus.MessageId NServiceBus.MessageIntent ServiceControl.EditOf"));
            Assert.That(await QueryAsync<string>("SELECT status FROM recoverability.failed_messages"), Is.EqualTo("retry_issued"));
            Assert.That(
                await QueryAsync<string>("SELECT concat_ws(' ', o.kind, o.scope, o.state, o.total, o.ids = ARRAY[r.failed_message_id]) FROM recoverability.operations o JOIN recoverability.returns r USING (operation_id)"),
                Is.EqualTo("retry SingleMessage forwarding 1 t"));
        }
    }

    [Test]
    public async Task It_is_edited_once_whoever_is_first()
    {
        var id = await Book.AddAsync(messageId: "one");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EditAsync(id, FailedMessageBook.Headers("one"), "x")));
        Assert.That(answers.Select(answer => $"{answer.Status} {answer.Ignored}").Order(StringComparer.Ordinal), Is.EqualTo(new[] { "202 False", "202 True", "202 True", "202 True" }));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.operations"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_is_on_its_way_back_already_is_not_edited()
    {
        var id = await Book.AddAsync(messageId: "one");
        await ExecuteAsync(
            $"""
             INSERT INTO recoverability.operations (operation_id, kind, scope, originator, requested_by, statuses) VALUES ('{id}', 'retry', 'All', '', '', ARRAY['unresolved']);
             INSERT INTO recoverability.returns VALUES ('{id}', '{id}')
             """);
        Assert.That(await EditAsync(id, FailedMessageBook.Headers("one"), "x"), Is.EqualTo((202, "True")));
        Assert.That(await QueryAsync<string>("SELECT status || (SELECT count(*) FROM recoverability.operations) FROM recoverability.failed_messages"), Is.EqualTo("unresolved1"));
    }

    [TestCase("NServiceBus.MessageId", "another")]
    [TestCase("NServiceBus.EnclosedMessageTypes", "Shop.OtherType")]
    [TestCase("NServiceBus.FailedQ", "elsewhere")]
    [TestCase("NServiceBus.FailedQ", null)]
    [TestCase("ServiceControl.RetryTo", "elsewhere")]
    [TestCase("ServiceControl.Retry.UniqueMessageId", "00000000-0000-0000-0000-000000000001")]
    public async Task A_header_that_says_what_it_is_or_what_happened_stays_as_it_is(string name, string? value)
    {
        var id = await Book.AddAsync(messageId: "one");
        var headers = FailedMessageBook.Headers("one");
        headers.Remove(name);
        if (value is not null)
            headers[name] = value;
        using var answer = await SendAsync("POST", $"edit/{id}", Body(headers, "x"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That((string?)(await ProblemOf(answer))["detail"], Does.Contain(name));
        Assert.That((await GetAsync("edit/config"))["locked_headers"]!.AsArray().Select(one => (string?)one), Does.Contain(name));
        Assert.That(await QueryAsync<long>("SELECT count(*) FROM recoverability.returns"), Is.Zero);
    }

    [Test]
    public async Task One_that_nobody_knows_where_to_send_is_refused_and_one_that_is_not_there_too()
    {
        var id = await Book.AddAsync(messageId: "one");
        await ExecuteAsync("UPDATE recoverability.failed_messages SET queue_address = NULL");
        Assert.That((await EditAsync(id, FailedMessageBook.Headers("one"), "x")).Status, Is.EqualTo(400));
        Assert.That((await EditAsync(Guid.NewGuid(), FailedMessageBook.Headers("one"), "x")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Headers_are_bounded()
    {
        var id = await Book.AddAsync(messageId: "one");
        var headers = FailedMessageBook.Headers("one");
        headers["Customer"] = new string('a', 101 * 1024);
        Assert.That((await EditAsync(id, headers, "x")).Status, Is.EqualTo(400));
        headers = FailedMessageBook.Headers("one");
        headers[new string('n', 256)] = "";
        Assert.That((await EditAsync(id, headers, "x")).Status, Is.EqualTo(400));
    }

    private static string Body(Dictionary<string, string> headers, string body) => JsonSerializer.Serialize(new { message_body = body, message_headers = headers });

    private async Task<(int Status, string? Ignored)> EditAsync(Guid id, Dictionary<string, string> headers, string body)
    {
        using var answer = await SendAsync("POST", $"edit/{id}", Body(headers, body));
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["edit_ignored"] is { } ignored ? $"{(bool)ignored}" : null);
    }
}
