using Notifications.ServiceDefaults.Rehearsing;

namespace Notifications.OrdersEndpoint.Tests.Rehearsing;

public sealed class CompilingTests
{
    [TestCase(new[] { 1_000, 3_000, 4_000 }, ExpectedResult = false, TestName = "While hundreds of methods are compiled it is not over")]
    [TestCase(new[] { 1_000, 1_005, 1_010, 1_015, 1_020 }, ExpectedResult = true, TestName = "A few methods at three looks: it is over")]
    [TestCase(new[] { 1_000, 1_005, 1_010, 1_015 }, ExpectedResult = true, TestName = "The first look is compared with the beginning")]
    [TestCase(new[] { 1_000, 1_005, 1_010 }, ExpectedResult = false, TestName = "Two quiet looks are a pause")]
    [TestCase(new[] { 1_000, 1_005, 1_010, 2_000, 2_001, 2_002 }, ExpectedResult = false, TestName = "After a pause the quiet looks are counted anew")]
    public bool Nothing_more_is_to_be_expected(int[] compiled)
    {
        var compiling = new Compiling();
        compiling.IsOver(0);
        return compiled.Select(methods => compiling.IsOver(methods)).ToList()[^1];
    }
}
