using Notifications.OrdersEndpoint.Pressure;

namespace Notifications.OrdersEndpoint.Tests.Pressure;

public sealed class ProcessorsTests
{
    [Test]
    public void Idle_is_idle_and_so_is_waiting_for_the_disk() =>
        Assert.That(Processors.Read("cpu  100 5 20 700 30 1 2 3 50 0"), Is.EqualTo((131L, 861L)));

    [Test]
    public void What_counts_is_the_time_since_the_last_look()
    {
        var file = Path.GetTempFileName();
        try
        {
            var processors = new Processors(file);
            File.WriteAllText(file, "cpu  100 0 0 900 0 0 0 0 0 0\ncpu0 1 2 3\n");
            processors.BusySinceLastTime();
            File.WriteAllText(file, "cpu  190 0 0 910 0 0 0 0 0 0\ncpu0 1 2 3\n");
            Assert.That(processors.BusySinceLastTime(), Is.EqualTo(0.9).Within(1e-9));
            Assert.That(processors.BusySinceLastTime(), Is.Zero);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("", TestName = "An empty file says that nothing is busy")]
    [TestCase("intr 7\n", TestName = "Another file says that nothing is busy")]
    [TestCase("cpu  x 0 0 900 0 0 0 0 0 0\n", TestName = "A word for a number says that nothing is busy")]
    [TestCase(null, TestName = "A file that is gone says that nothing is busy")]
    public void What_cannot_be_read_slows_nothing_down(string? content)
    {
        var file = Path.GetTempFileName();
        try
        {
            var processors = new Processors(file);
            if (content is null)
                File.Delete(file);
            else
                File.WriteAllText(file, content);
            Assert.That(processors.BusySinceLastTime(), Is.Zero);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Where_there_is_no_such_file_nothing_is_known() => Assert.That(new Processors("/nowhere/stat").AreKnown, Is.False);
}
