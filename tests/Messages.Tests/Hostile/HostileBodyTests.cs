using System.Text;
using System.Text.Json;
using Notifications.Messages.Tests.Schemas;

namespace Notifications.Messages.Tests.Hostile;

/// <summary>
/// Anybody who may publish to a queue can put anything there. Reading it ends with a whole message or with a <see cref="JsonException"/>,
/// which sends it to the error queue at once; any other exception would be tried again, and half a message would be handled.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class HostileBodyTests
{
    private const int Seed = 20261126;

    /// <summary>The body "null" is read as none, and whoever reads must look.</summary>
    private const string Nothing = "nothing";

    private static IEnumerable<TestCaseData> Messages() => MessageContract.All.Select(contract => new TestCaseData(contract).SetArgDisplayNames(contract.Name));

    [TestCaseSource(nameof(Messages))]
    public void What_is_no_message_is_refused_as_such(MessageContract contract)
    {
        var bodies = HostileBodies.Of(MessageSchema.Of(contract)).ToList();
        var wrong = from hostile in bodies
                    let ending = EndingOf(Encoding.UTF8.GetBytes(hostile.Body), contract)
                    where ending is not (nameof(JsonException) or Nothing)
                    select $"{hostile.What}: {ending}";
        Assert.That(bodies, Has.Count.GreaterThan(100));
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(Messages))]
    public void Bytes_that_are_no_text_are_refused(MessageContract contract)
    {
        var example = MessageSchema.Of(contract).Examples[0];
        var wrong = Encoding.UTF8.GetBytes(example).Index().Where(letter => char.IsAsciiLetterOrDigit((char)letter.Item)).Select(letter =>
        {
            var bytes = Encoding.UTF8.GetBytes(example);
            bytes[letter.Index] = 0xFF;
            return (letter.Index, Ending: EndingOf(bytes, contract));
        });
        Assert.That(wrong.Where(letter => letter.Ending != nameof(JsonException)), Is.Empty);
    }

    /// <summary>What is read after some bytes were changed by chance is a whole message: it can be written, and read again as the same.</summary>
    [TestCaseSource(nameof(Messages))]
    public void Whatever_chance_makes_of_a_message_is_read_whole_or_refused(MessageContract contract)
    {
        var chance = new Random(Seed);
        var examples = MessageSchema.Of(contract).Examples;
        var endings = Enumerable.Range(0, 5_000).Select(_ => EndingOf(Damaged(examples[chance.Next(examples.Count)], chance), contract)).Distinct();
        Assert.That(endings, Is.EquivalentTo(new[] { nameof(JsonException), "read" }), $"seed {Seed}");
    }

    /// <summary>"read", or the name of the exception.</summary>
    private static string EndingOf(byte[] body, MessageContract contract)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, contract.Json) is not { } message)
                return Nothing;
            var written = JsonSerializer.SerializeToUtf8Bytes(message, contract.Json);
            var again = JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(written, contract.Json), contract.Json);
            return again.SequenceEqual(written) ? "read" : "read as something else";
        }
        catch (Exception refusal)
        {
            return refusal.GetType().Name;
        }
    }

    /// <summary>Up to three times: a byte changed, some left out, or some repeated.</summary>
    private static byte[] Damaged(string example, Random chance)
    {
        var bytes = Encoding.UTF8.GetBytes(example).ToList();
        for (var times = chance.Next(1, 4); times > 0; times--)
        {
            var (at, length) = (chance.Next(bytes.Count - 40), chance.Next(1, 40));
            switch (chance.Next(3))
            {
                case 0:
                    bytes[at] = (byte)chance.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                default:
                    bytes.InsertRange(chance.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }

        return [.. bytes];
    }
}
