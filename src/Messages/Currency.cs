namespace Notifications.Messages;

/// <summary>The currencies of ISO 4217 that people pay in, with the number of decimals of each.</summary>
public static class Currency
{
    private const string WithoutDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string WithTwo =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC " +
        "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES " +
        "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR " +
        "NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT " +
        "TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string WithThree = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly Dictionary<string, int> Decimals = new[] { (WithoutDecimals, 0), (WithTwo, 2), (WithThree, 3) }
        .SelectMany(group => group.Item1.Split(' ').Select(code => (code, group.Item2)))
        .ToDictionary(pair => pair.code, pair => pair.Item2, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Known => Decimals.Keys;

    public static bool IsKnown(string code) => Decimals.ContainsKey(code);

    /// <summary>How many decimals an amount in <paramref name="code"/> has: 2 for EUR, 0 for JPY.</summary>
    /// <exception cref="KeyNotFoundException">The code is not <see cref="IsKnown">known</see>.</exception>
    public static int DecimalsOf(string code) => Decimals[code];
}
