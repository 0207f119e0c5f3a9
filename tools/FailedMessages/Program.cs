using Notifications.FailedMessages;
using Notifications.Tools;

// They look twice a second.
var nobodyAfter = TimeSpan.FromSeconds(10);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var progress = new Progress(Console.Error, isTerminal: !Console.IsErrorRedirected);
return await FailedMessagesTool.RunAsync(args, DatabaseVariables.OfProcess, Console.Out, Console.Error, progress, nobodyAfter, stop.Token);
