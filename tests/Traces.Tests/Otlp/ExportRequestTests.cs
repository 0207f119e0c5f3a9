using System.Text;
using Notifications.Traces.Otlp;

namespace Notifications.Traces.Tests.Otlp;

public sealed class ExportRequestTests
{
    [Test]
    public void An_export_of_nothing_is_one() => Assert.That(ExportRequest.Read([]), Is.Empty);

    [Test]
    public void Who_did_it_may_stand_behind_what_was_done()
    {
        var source = Wire.Field(2, Wire.Field(2, Wire.Ids()), Wire.Field(1, Wire.Field(1, "Source")));
        var resource = Wire.Field(1, Wire.Field(1, Wire.Field(1, "service.name"), Wire.Field(2, Wire.Field(1, "Service"))));

        var span = ExportRequest.Read(Wire.Field(1, source, resource)).Single();
        Assert.That((span.Service, span.Instance, span.Source, span.ParentId, span.Kind), Is.EqualTo(("Service", "", "Source", (string?)null, SpanKind.Unspecified)));
    }

    [TestCaseSource(nameof(ValuesAndTexts))]
    public void Every_kind_of_value_is_text(byte[] value, string text) =>
        Assert.That(ExportRequest.Read(Wire.Export(Wire.Ids(), Wire.Attribute("key", value))).Single()["key"], Is.EqualTo(text));

    private static IEnumerable<TestCaseData> ValuesAndTexts()
    {
        var list = Wire.Field(5, Wire.Field(1, Wire.Field(1, "a")), Wire.Field(1, Wire.Number(3, 2)));
        yield return new TestCaseData(Array.Empty<byte>(), "").SetArgDisplayNames("none");
        yield return new TestCaseData(Wire.Field(1, "ç"), "ç").SetArgDisplayNames("text");
        yield return new TestCaseData(Wire.Number(2, 1), "true").SetArgDisplayNames("bool");
        yield return new TestCaseData(Wire.Number(3, ulong.MaxValue), "-1").SetArgDisplayNames("number");
        yield return new TestCaseData(Wire.Eight(4, BitConverter.DoubleToUInt64Bits(0.5)), "0.5").SetArgDisplayNames("double");
        yield return new TestCaseData(list, "a,2").SetArgDisplayNames("list");
        yield return new TestCaseData(Wire.Field(7, [1, 255]), "01ff").SetArgDisplayNames("bytes");
        yield return new TestCaseData(Wire.Field(5, Wire.Field(1, list)), "…").SetArgDisplayNames("list in a list");
        yield return new TestCaseData(Wire.Field(6, Wire.Field(1, "a")), "…").SetArgDisplayNames("pairs");
    }

    [Test]
    public void Fields_of_a_later_version_and_of_another_shape_are_passed_over()
    {
        byte[] unknown = [.. Wire.Field(99, "new"), .. Wire.Number(5, 7), .. Wire.Eight(98, 1), .. Wire.Field(6, "kind")];

        var span = ExportRequest.Read([.. unknown, .. Wire.Export(unknown, Wire.Ids(), unknown), .. unknown]).Single();
        Assert.That((span.Name, span.Kind), Is.EqualTo(("", SpanKind.Unspecified)));
    }

    [TestCase(0)]
    [TestCase(15)]
    [TestCase(17)]
    public void An_id_of_another_length_is_refused(int length) => Assert.That(
        () => ExportRequest.Read(Wire.Export(Wire.Ids(traceId: new byte[length]))), Throws.TypeOf<InvalidDataException>().With.Message.Contains($"{length} bytes"));

    [Test]
    public void Lists_as_deep_as_a_message_can_hold_end_no_process()
    {
        var value = Wire.Field(1, "a");
        for (var depth = 0; depth < 2_000; depth++)
            value = Wire.Field(5, Wire.Field(1, value));

        Assert.That(ExportRequest.Read(Wire.Export(Wire.Ids(), Wire.Attribute("key", value))), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_request_that_is_cut_off_anywhere_or_has_one_byte_changed_is_read_or_refused_and_nothing_else()
    {
        var whole = Wire.Export(
            Wire.Ids(), Wire.Field(4, Wire.SpanId), Wire.Field(5, "name"), Wire.Number(6, 2), Wire.Eight(7, 1), Wire.Eight(8, ulong.MaxValue), Wire.Attribute("key", Wire.Field(1, "value")),
            Wire.Field(13, Wire.Ids()), Wire.Field(15, Wire.Field(2, "why"), Wire.Number(3, 2)));
        var refused = 0;
        for (var place = 0; place < whole.Length; place++)
        {
            Try(whole[..place]);
            for (var value = 0; value < 256; value++)
                Try([.. whole[..place], (byte)value, .. whole[(place + 1)..]]);
        }

        Assert.That(ExportRequest.Read(whole), Has.Count.EqualTo(1));
        Assert.That(refused, Is.GreaterThan(1_000));

        void Try(byte[] bytes)
        {
            try
            {
                ExportRequest.Read(bytes);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
    }

    [Test]
    public void What_is_no_protobuf_is_refused_with_a_reason() => Assert.That(
        () => ExportRequest.Read(Encoding.UTF8.GetBytes("""{"resourceSpans":[]}""")), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("This is no export of spans: "));
}
