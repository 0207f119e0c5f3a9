using Notifications.Reconcile;
using Notifications.Tools;

return await ReconcileTool.RunAsync(args, Environment.GetEnvironmentVariable(DatabaseOption.Variable), Console.Out, Console.Error);
