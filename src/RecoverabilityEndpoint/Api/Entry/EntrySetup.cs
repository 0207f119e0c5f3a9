using Notifications.ServiceDefaults;
using Notifications.ServiceDefaults.Access;

namespace Notifications.RecoverabilityEndpoint.Api.Entry;

/// <summary>Who gets in: operators and admins with a token, or, when it is open, whoever is on the machine.</summary>
internal static class EntrySetup
{
    private const string Otherwise = "; on a machine that nobody else reaches, ServicePulse:Open=true lets everybody in";

    private static readonly string[] Methods = ["POST", "GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"];
    private static readonly string[] Sent = ["Origin", "X-Requested-With", "Content-Type", "Accept", "Authorization"];
    private static readonly string[] Read = ["ETag", "Last-Modified", "Link", "Total-Count", "X-Particular-Version", "X-Particular-Reason", "Content-Disposition"];

    public static void AddEntry(this WebApplicationBuilder builder)
    {
        var access = builder.AddSettings<AccessSettings>("Access", _ => []); // what has to be there depends on the next
        var settings = builder.AddSettings<ServicePulseSettings>("ServicePulse", settings => settings.Problems(access));
        if (settings.Open)
            builder.AddOpenAccess(new Caller(Role.Operator, "anyone"));
        else
            builder.AddAccessOfPeople(Otherwise, Role.Operator, Role.Admin);

        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Origins]).WithMethods(Methods).WithHeaders(Sent).WithExposedHeaders(Read)));
    }

    public static void UseEntry(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<ServicePulseSettings>();
        if (settings.Open)
        {
            app.Services.GetRequiredService<ILogger<ServicePulseSettings>>().IsOpen();
            app.UseWhen(http => http.Request.Path.StartsWithSegments(ApiSetup.Root), api => api.Use((http, next) =>
                OpenDoor.Refuse(http.Request, settings) is { } sentence ? Http.Problems.Forbidden(sentence).ExecuteAsync(http) : next(http)));
        }

        app.UseCors();
        app.UseAccess();
    }
}
