using Notifications.OrdersEndpoint.ListOrders;

namespace Notifications.OrdersEndpoint.Tests.ListOrders;

public sealed class CursorTests
{
    [Test]
    public void What_was_written_is_read()
    {
        var id = Guid.CreateVersion7();
        Assert.That(Cursor.Read(Cursor.After(id)), Is.EqualTo(id));
    }

    [TestCase("")]
    [TestCase("AQ")]
    [TestCase("not base64!")]
    [TestCase("Ag4D_gAAAAAAAAAAAAAAAAAA")]
    [TestCase("AQ4D_gAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AQAAAAAAAAAAAAAAAAAAAAA=\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_is_none_of_ours_is_none(string text) => Assert.That(Cursor.Read(text), Is.Null);
}
