using Notifications.Reconcile;
using Notifications.Tools;

return await ReconcileTool.RunAsync(args, DatabaseVariables.OfProcess, Console.Out, Console.Error);
