using Notifications.Suppressions;
using Notifications.Tools;

return await SuppressionTool.RunAsync(args, Environment.GetEnvironmentVariable(DatabaseOption.Variable), Console.Out, Console.Error);
