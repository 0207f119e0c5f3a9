using Notifications.Messaging.Wire;
using Notifications.ReconciliationJob.Runs;

namespace Notifications.ReconciliationJob.Pursuit;

/// <summary>What was decided about one batch of pursued orders.</summary>
internal sealed class Decisions
{
    private readonly List<OpenOrder> _toDrive = [];

    public List<Finding> Findings { get; } = [];

    public List<(Guid OrderId, TimeSpan Pause)> Waiting { get; } = [];

    public List<(Guid OrderId, TimeSpan Pause)> Driven { get; } = [];

    public List<OutgoingMessage> Commands { get; } = [];

    public RunCounts Counts { get; private set; }

    /// <summary>To be driven, as far as the budget went; their commands are still to be made.</summary>
    public IReadOnlyList<OpenOrder> ToDrive => _toDrive;

    /// <summary>Not pursued any more.</summary>
    public IEnumerable<Guid> Closed => Findings.Where(finding => finding.Decision != Finding.Driven).Select(finding => finding.OrderId);

    /// <param name="orders">The oldest first.</param>
    /// <param name="budget">How many of them may be driven; the others stay as they are.</param>
    /// <param name="settings">Times.</param>
    public static Decisions About(IReadOnlyList<OpenOrder> orders, int budget, ReconciliationSettings settings)
    {
        var decided = new Decisions();
        foreach (var order in orders)
            decided.Add(order, Verdict.Of(order, settings), budget);
        return decided;
    }

    /// <param name="order">One of those to be driven.</param>
    /// <param name="command">Its command, once more.</param>
    /// <param name="isStored">The first one, or an earlier copy, is still in the outbox.</param>
    /// <param name="settings">Times.</param>
    public void Drive(OpenOrder order, OutgoingMessage command, bool isStored, ReconciliationSettings settings)
    {
        Commands.Add(command);
        Driven.Add((order.OrderId, Verdict.PauseAfterDrive(order.Times, settings)));
        Note(order, isStored && order.Delivery is null ? "stored" : StateOf(order), Finding.Driven, order.Age);
        Counts += new RunCounts(Driven: 1);
    }

    /// <summary>Nobody can make its command.</summary>
    public void CannotDrive(OpenOrder order, string why)
    {
        Findings.Add(new Finding(order.OrderId, StateOf(order), Finding.LeftToAPerson, order.Age, why));
        Counts += new RunCounts(LeftOver: 1);
    }

    private void Add(OpenOrder order, Verdict verdict, int budget)
    {
        switch (verdict)
        {
            case Verdict.Sent sent:
                Note(order, StateOf(order), Finding.Sent, sent.After);
                Counts += new RunCounts(Sent: 1, Late: sent.IsLate ? 1 : 0);
                break;
            case Verdict.LeaveToAPerson:
                Note(order, StateOf(order), Finding.LeftToAPerson, order.Age);
                Counts += new RunCounts(LeftOver: 1);
                break;
            case Verdict.GiveUp:
                Note(order, StateOf(order), Finding.GivenUp, order.Age);
                Counts += new RunCounts(LeftOver: 1);
                break;
            case Verdict.Wait wait when order.Times == 0:
                Waiting.Add((order.OrderId, wait.For));
                break;
            case Verdict.Drive when _toDrive.Count < budget:
                _toDrive.Add(order);
                break;
            case Verdict.Wait or Verdict.Drive:
                break; // what was driven is looked at in each run; what is beyond the budget, as soon as there is one
            default:
                throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A verdict without an effect.");
        }
    }

    private void Note(OpenOrder order, string state, string decision, TimeSpan age) => Findings.Add(new Finding(order.OrderId, state, decision, age, order.Delivery?.Reason));

    private static string StateOf(OpenOrder order) => order.Delivery?.Status ?? "published";
}
