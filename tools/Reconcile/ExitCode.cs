namespace Notifications.Reconcile;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Fault = 1;
    public const int WrongArguments = 2;
    public const int NoDatabase = 3;
}
