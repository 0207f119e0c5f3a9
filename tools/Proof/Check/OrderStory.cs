using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>What all journals say of one recipient, which is one order: no two orders of a run have the same.</summary>
internal sealed class OrderStory(string recipient)
{
    public string Recipient { get; } = recipient;

    public List<ClientLine> Requests { get; } = [];

    public List<LedgerLine> Ledger { get; } = [];

    /// <summary>Taken by the server, oldest first.</summary>
    public List<MailLine> Taken { get; } = [];

    /// <summary>The server has said 5xx of the recipient or of the whole mail.</summary>
    public bool WasRefused { get; set; }

    public bool IsStored => Requests.Any(request => request.Outcome == Answered.Ok);

    public bool MayBeStored => Requests.Any(request => request.Outcome is Answered.Ok or Answered.Unknown);

    /// <summary>There will be no e-mail: a person has to look at it.</summary>
    public bool IsRefusedForGood => WasRefused && Taken.Count == 0;

    public int Extra => Math.Max(0, Taken.Count - 1);
}
