using Notifications.LocalStack;
using Notifications.Testing;
using Notifications.TestRun;

using var signals = new StopSignals();
try
{
    Totals totals;
    var servers = await RealServers.GetAsync(signals.Token);
    ServerVariables.Write(servers);
    try
    {
        totals = await SolutionTests.RunAsync(args, signals.Token);
    }
    finally
    {
        await RealServers.StopAsync();
    }

    Console.WriteLine(totals.Report());
    return totals.ExitCode;
}
catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
catch (CannotContinueException failure)
{
    return ExitCode.Say(ExitCode.Failed, failure.Message);
}
