using System.Threading.Channels;

namespace Notifications.Bench.References.Floor;

/// <summary>Which orders the broker has confirmed: their numbers on the channel, from 1 on, lead to their ids.</summary>
/// <param name="mostInFlight">So many may be unconfirmed at a time.</param>
/// <param name="orders">After so many the writer is completed.</param>
/// <param name="confirmed">Gets their ids.</param>
internal sealed class FloorConfirms(int mostInFlight, int orders, ChannelWriter<Guid> confirmed)
{
    private readonly (ulong Number, Guid Order)[] _sent = new (ulong, Guid)[mostInFlight];
    private ulong _newest;
    private ulong _swept;
    private int _confirmed;

    /// <summary>Before it is published.</summary>
    public void Sent(Guid order)
    {
        var number = ++_newest;
        ref var place = ref _sent[number % (ulong)mostInFlight];
        if (place.Number != 0)
            throw new InvalidOperationException($"The broker has not confirmed message {place.Number}, and {mostInFlight} were published after it.");
        place = (number, order);
    }

    /// <param name="number">Of the channel.</param>
    /// <param name="multiple">All before it as well.</param>
    public Task AckedAsync(ulong number, bool multiple)
    {
        if (multiple)
        {
            for (var earlier = _swept + 1; earlier < number; earlier++)
                Confirm(earlier);
            _swept = number;
        }

        Confirm(number);
        if (_confirmed == orders)
            confirmed.TryComplete();
        return Task.CompletedTask;
    }

    public Task RefusedAsync()
    {
        confirmed.TryComplete(new InvalidOperationException("The broker has refused a message."));
        return Task.CompletedTask;
    }

    /// <summary>One that was confirmed before has left its place, perhaps to another.</summary>
    private void Confirm(ulong number)
    {
        ref var place = ref _sent[number % (ulong)mostInFlight];
        if (place.Number != number)
            return;
        confirmed.TryWrite(place.Order);
        place = default;
        _confirmed++;
    }
}
