using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>The Liquid templates of this assembly, compiled once. A template that does not compile, or asks for a name that does not
/// exist, fails at start or in its test, not in a customer's mail.</summary>
public sealed class Templates
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly TemplateOptions Options = CreateOptions();

    private readonly IFluidTemplate _html = Compile("order-confirmation.html.liquid");
    private readonly IFluidTemplate _text = Compile("order-confirmation.text.liquid");

    /// <summary>Everything that comes out of the view is HTML-encoded; no template turns that off.</summary>
    public string HtmlOf(ConfirmationView view) => Render(_html, view, Html);

    public string TextOf(ConfirmationView view) => Render(_text, view, NullEncoder.Default);

    private static string Render(IFluidTemplate template, ConfirmationView view, TextEncoder encoder) =>
        template.Render(new TemplateContext(view, Options, allowModelMembers: false), encoder);

    private static IFluidTemplate Compile(string name)
    {
        using var stream = typeof(Templates).Assembly.GetManifestResourceStream(typeof(Templates), $"Templates.{name}")
            ?? throw new InvalidOperationException($"The template {name} is not embedded in this assembly.");
        using var reader = new StreamReader(stream);
        return new FluidParser().Parse(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions { StrictVariables = true, StrictFilters = true, TimeZone = TimeZoneInfo.Utc };
        options.MemberAccessStrategy.Register<ConfirmationView>();
        options.MemberAccessStrategy.Register<ConfirmationView.Line>();
        options.MemberAccessStrategy.Register<Wording>();
        options.Filters.AddFilter("wrap", (input, arguments, _) =>
            Text(string.Join('\n', TextLayout.Wrap(input.ToStringValue(), indent: (int)arguments.At(0).ToNumberValue()))));
        options.Filters.AddFilter("row", (input, arguments, _) =>
            Text(TextLayout.Row(input.ToStringValue(), arguments.At(0).ToStringValue(), (int)arguments.At(1).ToNumberValue())));
        return options;
    }

    private static ValueTask<FluidValue> Text(string text) => new(new StringValue(text));
}
