namespace Notifications.LocalStack;

public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongArguments = 2;
    public const int Interrupted = 130;

    public static int Say(int code, string sentence)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }

    public static int Help()
    {
        Console.WriteLine(CommandLine.HelpText);
        return Done;
    }
}
