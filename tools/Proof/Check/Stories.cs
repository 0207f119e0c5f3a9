using Notifications.Proof.Journals;

namespace Notifications.Proof.Check;

/// <summary>The journals of a run, put together by recipient. Letters of either case are one address: a relay may write it so.</summary>
internal sealed class Stories
{
    private readonly Dictionary<string, OrderStory> _byRecipient = new(StringComparer.OrdinalIgnoreCase);

    public Stories(Evidence evidence)
    {
        Evidence = evidence;
        foreach (var request in evidence.Client)
            Of(request.Recipient).Requests.Add(request);
        foreach (var order in evidence.Ledger)
            Of(order.Recipient).Ledger.Add(order);
        foreach (var mail in evidence.Mail.OrderBy(mail => mail.At))
        {
            // A mail to the same one twice is one mail.
            foreach (var recipient in mail.Recipients.Distinct(StringComparer.OrdinalIgnoreCase))
                Add(mail, Of(recipient));
        }
    }

    public Evidence Evidence { get; }

    public IReadOnlyCollection<OrderStory> All => _byRecipient.Values;

    public OrderStory? Find(string recipient) => _byRecipient.GetValueOrDefault(recipient);

    private static void Add(MailLine mail, OrderStory story)
    {
        if (mail.Taken)
            story.Taken.Add(mail);
        else if (mail.Answer is ['5', ..])
            story.WasRefused = true;
    }

    private OrderStory Of(string recipient)
    {
        if (!_byRecipient.TryGetValue(recipient, out var story))
            _byRecipient.Add(recipient, story = new OrderStory(recipient));
        return story;
    }
}
