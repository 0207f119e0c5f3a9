using Notifications.Suppressions;

return await SuppressionTool.RunAsync(args, Environment.GetEnvironmentVariable(CommandLine.DatabaseVariable), Console.Out, Console.Error);
