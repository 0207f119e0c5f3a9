using System.Text;
using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

public sealed class Utf8TextTests
{
    [Test]
    public void What_a_template_writes_comes_out_as_UTF_8_in_order_whichever_way_it_is_written()
    {
        using var text = new Utf8Text();
        text.Write('a');
        text.Write("é€");
        text.Write((string?)null);
        text.Write(['x', '1', '2', 'x'], 1, 2);
        Assert.That(text.WriteAsync('b').IsCompletedSuccessfully);
        Assert.That(text.WriteAsync("😀").IsCompletedSuccessfully);
        Assert.That(text.WriteAsync(['x', '3', '4'], 1, 2).IsCompletedSuccessfully);
        Assert.That(text.WriteAsync("5".AsMemory()).IsCompletedSuccessfully);
        Assert.That(text.FlushAsync().IsCompletedSuccessfully);

        Assert.That(Encoding.UTF8.GetString(text.Written), Is.EqualTo("aé€12b😀345"));
    }

    [Test]
    public void It_grows_with_what_is_written()
    {
        using var text = new Utf8Text();
        var line = new string('é', 999) + "\n";
        for (var i = 0; i < 100; i++)
            text.Write(line);
        Assert.That(Encoding.UTF8.GetString(text.Written), Is.EqualTo(string.Concat(Enumerable.Repeat(line, 100))));
    }

    /// <summary>Found when every e-mail was empty.</summary>
    [Test]
    public void Whoever_disposes_of_it_has_not_taken_what_was_written()
    {
        var text = new Utf8Text();
        text.Write("Olá");
        text.Dispose();
        Assert.That(Encoding.UTF8.GetString(text.Written), Is.EqualTo("Olá"));
        text.Clear();
        Assert.That(text.Written.Length, Is.Zero);
        text.Release();
    }
}
