namespace Notifications.LocalStack.Ports;

public static class FreePort
{
    // Below the range the kernel takes outgoing connections' ports from (32768 and up): a server that is killed and started
    // again must find its port as it left it.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    private static readonly HashSet<int> Given = [];

    /// <summary>A port that is free now and was not given to anybody else in this process.</summary>
    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Random.Shared.Next(Lowest, Highest);
                if (!Given.Contains(port) && NeededPort.IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }
}
