using System.Net;
using System.Text;
using System.Text.Json;
using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Tests.Http;

public sealed class FaultsApiTests : HttpFixture
{
    private const string Every =
        """
        [
          {"at":"rcpt","do":"reply","reply":"550 5.1.1 no such user","recipient":"nobody@","times":3},
          {"at":"end_of_data","do":"cut","keep":true,"times":1},
          {"at":"end_of_data","do":"hang"},
          {"at":"data","do":"hang","milliseconds":5000},
          {"at":"mail","do":"slow","milliseconds":200},
          {"at":"helo","do":"cut"},
          {"at":"connect","do":"refuse"}
        ]
        """;

    [Test]
    public async Task Faults_put_are_in_force_and_shown_with_how_often_they_struck()
    {
        using var put = await PutAsync(Every);
        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Catcher.Faults.Current.Select(rule => rule.Fault), Is.EqualTo(new[]
        {
            new Fault(FaultPoint.Rcpt, new FaultAction.Reply("550 5.1.1 no such user")) { Recipient = "nobody@", Times = 3 },
            new Fault(FaultPoint.EndOfData, new FaultAction.Cut()) { Keep = true, Times = 1 },
            new Fault(FaultPoint.EndOfData, new FaultAction.Hang()),
            new Fault(FaultPoint.Data, new FaultAction.Hang(TimeSpan.FromSeconds(5))),
            new Fault(FaultPoint.Mail, new FaultAction.Slow(TimeSpan.FromMilliseconds(200))),
            new Fault(FaultPoint.Helo, new FaultAction.Cut()),
            new Fault(FaultPoint.Connect, new FaultAction.Refuse()),
        }));

        using var refused = await ConnectAsync();
        await refused.HearTheEndAsync();
        var shown = await GetAsync("/api/faults");
        Assert.That(shown[6].GetRawText(), Is.EqualTo("""{"at":"connect","do":"refuse","struck":1}"""));
        Assert.That(shown[1].GetRawText(), Is.EqualTo("""{"at":"end_of_data","do":"cut","times":1,"keep":true,"struck":0}"""));
    }

    [Test]
    public async Task What_is_shown_can_be_put_back()
    {
        using var first = await PutAsync(Every);
        var before = Catcher.Faults.Current.Select(rule => rule.Fault).ToArray();
        using var second = await PutAsync((await GetAsync("/api/faults")).GetRawText());
        Assert.That(Catcher.Faults.Current.Select(rule => rule.Fault), Is.EqualTo(before));
    }

    [Test]
    public async Task Deleted_faults_are_over()
    {
        using var put = await PutAsync(Every);
        using var delete = await Http.DeleteAsync("/api/faults");
        Assert.That((await GetAsync("/api/faults")).GetArrayLength(), Is.Zero);
    }

    [TestCase("""{"do":"cut"}""", "at", "it is missing: use connect, helo, mail, rcpt, data, end_of_data")]
    [TestCase("""{"at":"quit","do":"cut"}""", "at", "'quit' is unknown: use connect, helo, mail, rcpt, data, end_of_data")]
    [TestCase("""{"at":"mail"}""", "do", "it is missing: use reply, hang, cut, refuse, slow")]
    [TestCase("""{"at":"mail","do":"explode"}""", "do", "'explode' is unknown: use reply, hang, cut, refuse, slow")]
    [TestCase("""{"at":"mail","do":"refuse"}""", "do", "'refuse' is only possible at 'connect': use 'cut'")]
    [TestCase("""{"at":"mail","do":"reply"}""", "reply", "it is missing")]
    [TestCase("""{"at":"mail","do":"reply","reply":"no"}""", "reply", "'no' is not a reply")]
    [TestCase("""{"at":"mail","do":"reply","reply":"450 a\r\n250 b"}""", "reply", "is not a reply")]
    [TestCase("""{"at":"mail","do":"cut","reply":"450 a"}""", "reply", "only 'reply' has one")]
    [TestCase("""{"at":"mail","do":"slow"}""", "milliseconds", "it is missing: say how slow")]
    [TestCase("""{"at":"mail","do":"slow","milliseconds":0}""", "milliseconds", "0 is not possible")]
    [TestCase("""{"at":"mail","do":"hang","milliseconds":1.5}""", "milliseconds", "1.5 is not a whole number")]
    [TestCase("""{"at":"mail","do":"cut","milliseconds":5}""", "milliseconds", "only 'hang' and 'slow' take time")]
    [TestCase("""{"at":"mail","do":"cut","recipient":"ada"}""", "recipient", "no recipient is known yet")]
    [TestCase("""{"at":"rcpt","do":"cut","recipient":7}""", "recipient", "7 is not a text")]
    [TestCase("""{"at":"rcpt","do":"cut","times":0}""", "times", "0 is not possible")]
    [TestCase("""{"at":"rcpt","do":"cut","keep":true}""", "keep", "there is only something to keep at 'end_of_data'")]
    [TestCase("""{"at":"rcpt","do":"cut","keep":"yes"}""", "keep", "is neither true nor false")]
    [TestCase("""{"at":"rcpt","do":"cut","recipent":"ada"}""", "recipent", "there is no such field")]
    public async Task A_bad_fault_is_refused_by_the_name_of_its_field_and_changes_nothing(string fault, string field, string sentence)
    {
        Catcher.Faults.Add(new(FaultPoint.Mail, new FaultAction.Cut()));
        using var answer = await PutAsync($$"""[{"at":"mail","do":"cut"},{{fault}}]""");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem.RootElement.GetProperty("field").GetString(), Is.EqualTo($"faults[1].{field}"));
            Assert.That(problem.RootElement.GetProperty("detail").GetString(), Does.StartWith($"faults[1].{field}: ").And.Contain(sentence));
            Assert.That(Catcher.Faults.Current, Has.Count.EqualTo(1));
        }
    }

    [TestCase("{}", "faults: expected a list")]
    [TestCase("[7]", "faults[0]: expected an object")]
    [TestCase("[", "The body is not JSON")]
    public async Task What_is_no_list_of_faults_is_refused(string body, string sentence)
    {
        using var answer = await PutAsync(body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(sentence));
    }

    private Task<HttpResponseMessage> PutAsync(string json) =>
        Http.PutAsync("/api/faults", new StringContent(json, Encoding.UTF8, "application/json"));
}
