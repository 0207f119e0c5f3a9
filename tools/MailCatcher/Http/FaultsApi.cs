using System.Text.Json;
using Notifications.MailCatcher.Faults;

namespace Notifications.MailCatcher.Http;

/// <summary>The faults as data: GET shows them, PUT replaces them all by a list, DELETE ends them.</summary>
internal static class FaultsApi
{
    public static IResult Get(FaultRules rules) =>
        Results.Json(rules.Current.Select(rule => FaultView.Of(rule)), ApiJson.Default.IEnumerableFaultView);

    public static async Task<IResult> Put(HttpContext context, FaultRules rules)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            rules.Set(FaultJson.ReadList(body.RootElement));
            return Get(rules);
        }
        catch (JsonException e)
        {
            return Results.Problem($"The body is not JSON: {e.Message}", statusCode: 400);
        }
        catch (BadFaultException e)
        {
            return Results.Problem(e.Message, statusCode: 400, extensions: new Dictionary<string, object?> { ["field"] = e.Field });
        }
    }

    public static IResult Delete(FaultRules rules)
    {
        rules.Clear();
        return Results.Ok();
    }
}

/// <summary>A fault in force, as it was put, and how often it has struck.</summary>
internal sealed record FaultView(
    string At, string Do, string? Reply, double? Milliseconds, string? Recipient, int? Times, bool? Keep, int Struck)
{
    public static FaultView Of(FaultRule rule)
    {
        var fault = rule.Fault;
        var reply = (fault.Do as FaultAction.Reply)?.Line;
        var time = (fault.Do as FaultAction.Hang)?.For ?? (fault.Do as FaultAction.Slow)?.By;
        return new(
            FaultJson.NameOf(fault.At), FaultJson.NameOf(fault.Do), reply, time?.TotalMilliseconds, fault.Recipient, fault.Times,
            fault.Keep ? true : null, rule.Struck);
    }
}
