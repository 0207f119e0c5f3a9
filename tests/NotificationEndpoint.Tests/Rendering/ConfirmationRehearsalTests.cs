using Notifications.NotificationEndpoint.Rendering;

namespace Notifications.NotificationEndpoint.Tests.Rendering;

public sealed class ConfirmationRehearsalTests
{
    [Test]
    public async Task It_writes_e_mails_until_it_is_over()
    {
        using var nobody = new HttpClient();
        using var over = new CancellationTokenSource();
        await ConfirmationRehearsal.WriteAsync(nobody, over.Token);

        await over.CancelAsync();
        await Assert.ThatAsync(() => ConfirmationRehearsal.WriteAsync(nobody, over.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
