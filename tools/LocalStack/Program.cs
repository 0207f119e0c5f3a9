using Notifications.LocalStack;
using Notifications.LocalStack.Commands;

using var signals = new StopSignals();
try
{
    return CommandLine.Parse(args) switch
    {
        CommandLine.Run run => await new RunCommand(RunFolder.OfRepository, run.Demo).ExecuteAsync(signals.Token),
        CommandLine.Down => await DownCommand.ExecuteAsync(RunFolder.OfRepository),
        CommandLine.Logs logs => await LogsCommand.ExecuteAsync(RunFolder.OfRepository, logs, signals.Token),
        CommandLine.Token token => TokenCommand.Execute(RunFolder.OfRepository, token.Wanted, Console.Out, Console.Error),
        CommandLine.Wrong wrong => ExitCode.Say(ExitCode.WrongArguments, wrong.Sentence),
        _ => ExitCode.Help(),
    };
}
catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
catch (Exception failure) when (failure is CannotContinueException or UnauthorizedAccessException)
{
    return ExitCode.Say(ExitCode.Failed, failure.Message);
}
