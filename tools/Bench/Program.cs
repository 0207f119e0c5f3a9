using Notifications.Bench;
using Notifications.LocalStack;
using Notifications.Tools;

using var signals = new StopSignals();
try
{
    return await BenchTool.RunAsync(args, Console.Out, signals.Token);
}
catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
catch (WrongArgumentException wrong)
{
    return ExitCode.Say(ExitCode.WrongArguments, wrong.Message);
}
