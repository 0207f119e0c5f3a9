using Notifications.Suppressions;
using Notifications.Tools;

return await SuppressionTool.RunAsync(args, DatabaseVariables.OfProcess, Console.Out, Console.Error);
