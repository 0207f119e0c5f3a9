using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace Notifications.NotificationEndpoint.Rendering;

/// <summary>How one kind of e-mail looks: the Liquid templates of its two parts, compiled once. A template that does not compile, or asks
/// for a name that does not exist, fails at start or in its test, not in a customer's mail.</summary>
public sealed class MailTemplate
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly TemplateOptions _options;
    private readonly IFluidTemplate _html;
    private readonly IFluidTemplate _text;

    /// <param name="kind">Of the e-mail; its files are named after it.</param>
    /// <param name="shows">The types whose properties the templates may read.</param>
    public MailTemplate(string kind, IReadOnlyList<Type> shows)
    {
        Kind = kind;
        _options = OptionsFor(shows);
        _html = Compile($"{kind}.html.liquid");
        _text = Compile($"{kind}.text.liquid");
    }

    public string Kind { get; }

    /// <summary>Everything that comes out of the view is HTML-encoded; no template turns that off.</summary>
    public void WriteHtml(object view, TextWriter to) => Render(_html, view, Html, to);

    public void WriteText(object view, TextWriter to) => Render(_text, view, NullEncoder.Default, to);

    private void Render(IFluidTemplate template, object view, TextEncoder encoder, TextWriter to) =>
        template.RenderAsync(to, new TemplateContext(view, _options, allowModelMembers: false), encoder).AsTask().GetAwaiter().GetResult(); // nothing in it waits

    private static IFluidTemplate Compile(string name)
    {
        using var stream = typeof(MailTemplate).Assembly.GetManifestResourceStream(typeof(MailTemplate), $"Templates.{name}")
            ?? throw new InvalidOperationException($"The template {name} is not embedded in this assembly.");
        using var reader = new StreamReader(stream);
        return new FluidParser().Parse(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private static TemplateOptions OptionsFor(IReadOnlyList<Type> shows)
    {
        var options = new TemplateOptions { StrictVariables = true, StrictFilters = true, TimeZone = TimeZoneInfo.Utc };
        foreach (var type in shows)
            options.MemberAccessStrategy.Register(type);

        options.Filters.AddFilter("wrap", (input, arguments, _) =>
            Text(string.Join('\n', TextLayout.Wrap(input.ToStringValue(), indent: (int)arguments.At(0).ToNumberValue()))));
        options.Filters.AddFilter("row", (input, arguments, _) =>
            Text(TextLayout.Row(input.ToStringValue(), arguments.At(0).ToStringValue(), (int)arguments.At(1).ToNumberValue())));
        return options;
    }

    private static ValueTask<FluidValue> Text(string text) => new(new StringValue(text));
}
