using System.Text;
using System.Text.Json;

namespace Notifications.Messages.Tests;

[Parallelizable(ParallelScope.All)]
public sealed class MessageContractTests
{
    [Test]
    public void Names_and_types_are_each_in_the_list_once()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MessageContract.All.Select(contract => contract.Name), Is.Unique);
            Assert.That(MessageContract.All.Select(contract => contract.Json.Type), Is.Unique.And.EquivalentTo(MessagesOfTheAssembly()), "no message is missing in the list");
        }
    }

    /// <summary>Written down, so that a change of the wire format is a decision: queued messages and other versions' hosts read it.</summary>
    [Test]
    public void SendOrderConfirmation_is_this_on_the_wire()
    {
        var command = new SendOrderConfirmation(
            Guid.Parse("019aa000-1111-7abc-8def-0123456789ab"),
            DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
            new OrderCustomer("Ana", "ana@example.test"),
            "BRL",
            "pt-BR",
            [new OrderLine("ABC", "Caneca", 2, 10.50m)]);

        var json = JsonSerializer.SerializeToUtf8Bytes(command, SendOrderConfirmation.Contract.Json);

        Assert.That(Encoding.UTF8.GetString(json), Is.EqualTo(
            """{"OrderId":"019aa000-1111-7abc-8def-0123456789ab","PlacedAt":"2023-11-14T22:13:20.123+00:00","Customer":{"Name":"Ana","Email":"ana@example.test"},"Currency":"BRL","Locale":"pt-BR","Lines":[{"Sku":"ABC","Name":"Caneca","Quantity":2,"UnitPrice":10.50}]}"""));
    }

    [Test]
    public void Fields_that_a_newer_sender_adds_are_ignored_and_missing_ones_are_an_error()
    {
        var json = SendOrderConfirmation.Contract.Json;
        const string Newer = """{"OrderId":"019aa000-1111-7abc-8def-0123456789ab","PlacedAt":"2023-11-14T22:13:20.123+00:00","Customer":{"Name":"Ana","Email":"ana@example.test"},"Currency":"BRL","Locale":null,"Lines":[],"Gift":true}""";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => JsonSerializer.Deserialize(Newer, json), Throws.Nothing);
            Assert.That(() => JsonSerializer.Deserialize("{}", json), Throws.TypeOf<JsonException>());
            Assert.That(() => JsonSerializer.Deserialize(Newer.Replace("\"Ana\"", "null", StringComparison.Ordinal), json), Throws.TypeOf<JsonException>());
        }
    }

    private static IEnumerable<Type> MessagesOfTheAssembly() =>
        typeof(IMessage).Assembly.GetTypes().Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IMessage)));
}
