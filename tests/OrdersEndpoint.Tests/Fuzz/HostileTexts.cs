namespace Notifications.OrdersEndpoint.Tests.Fuzz;

/// <summary>What somebody who means harm writes into a field.</summary>
internal static class HostileTexts
{
    public static readonly string[] All =
    [
        "", " ", "\t", "\u00A0", "\u3000", "\r\nBcc: vic@example.test", "a\nb", "a\rb", "a\0b", "\u0001", "\u001B[31mred", "\u007F", "\u0085",
        "a\u2028b", "a\u2029b", "\u202Egnp.exe", "\u202A\u202B\u202C\u202D", "\u2066a\u2069", "\u200B", "\uFEFFa", "\u00AD", "e\u0301\u0301\u0301",
        "\uFFFD", "\uFFFF", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><b>",
        "&lt;&amp;", "]]>", "<!--", "{{7*7}}", "{% raw %}", "{%", "${7*7}", "${jndi:ldap://127.0.0.1/a}", "#{1}", "%{1}",
        "'; DROP TABLE orders.orders; --", "' OR '1'='1", "\\", "\\u0000", "$1", "%s%n%x", "%00", "%0d%0aX: y", "../../../../etc/passwd",
        "..\\..\\windows", "file:///etc/passwd", "=1+1", "@SUM(1)", "+1", "null", "undefined", "NaN", "true", "-1", "0x10", "1e5", "[]", "{}",
        "__proto__", "constructor", "toString", "CON", "\u0130stanbul", "\u017F", "\u1E9E", "Z\u0363\u0364a",
        "\u0627\u0644\u0639\u0631\u0628\u064A\u0629", "\u05E9\u05DC\u05D5\u05DD", "\u65E5\u672C\u8A9E", new('a', 321), new('\u00E9', 1_000),
        new(' ', 5_000), string.Concat(Enumerable.Repeat("\U0001F600", 300)),
    ];

    public static readonly string[] Addresses =
    [
        "ana", "@", "@example.test", "ana@", "ana@@example.test", "a@b@example.test", "ana@example.test@", "\"ana\"@example.test",
        "\"a b\"@example.test", "\"a\\\"b\"@example.test", "\"a@b\"@example.test", "ana@[127.0.0.1]", "ana@[IPv6:::1]", "ana@127.0.0.1", "ana@1",
        "ana@example", "ana@-example.test", "ana@example-.test", "ana@ex_ample.test", "ana@example..test", ".ana@example.test", "ana.@example.test",
        "a..b@example.test", "ana@.test", "ana@example.test.", "ana (comment)@example.test", "Ana <ana@example.test>", "<ana@example.test>",
        "ana@example.test,bia@example.test", "ana@example.test;bia@example.test", "ana@example.test\r\nBcc: x@y.test", "ana\r\n@example.test",
        "ana@example.test\0", "a\u00E1@example.test", "ana@b\u00FCcher.test", "ana@xn--bcher-kva.test", "ana@xn--.test", "ana@xn--a.test",
        "ana@xn--999999999.test", "ana@\u202Eexample.test", "ana@\uFF45xample.test", "ana@e\u200Bxample.test", "ana@\U0001F600.test",
        "ana@\u0130.test", "ana@\u00DF.test", "ana%example.org@example.test", "ana!b@example.test", "#!$%&'*+-/=?^_`{}|~@example.test",
        "ana+tag@example.test", "mailto:ana@example.test", "ana@example.test?bcc=x@y.test", "@a,@b:ana@example.test", "ana@example.test ",
        " ana@example.test", "undisclosed-recipients:;", $"{new string('a', 64)}@example.test", $"{new string('a', 65)}@example.test",
        $"ana@{new string('b', 63)}.test", $"ana@{new string('b', 64)}.test", $"a@{string.Join('.', Enumerable.Repeat(new string('b', 60), 5))}",
        $"{new string('a', 400)}@{new string('b', 400)}.test", $"a@{string.Join('.', Enumerable.Repeat("a", 126))}",
        $"a@{string.Join('.', Enumerable.Repeat("\u00FC", 60))}.test",
    ];

    /// <summary>As they stand in JSON, where a number is expected.</summary>
    public static readonly string[] Numbers =
    [
        "-0", "-0.0", "0.0", "1.0", "2e0", "1e2", "1E2", "1e+2", "0.1e1", "1e-2", "1e-40", "1e-400", "1e400", "1E400", "1e999999", "-1e999999",
        "0e999999999999", "99999999999999999999999999999999999999", "2147483648", "-2147483649", "9223372036854775808",
        "79228162514264337593543950335", "79228162514264337593543950336", "0.00000000000000000000000000000000000001",
        "10.500000000000000000000000000000000001", "1000000000.0", "1000000000.001", "999999999.99", "NaN", "Infinity", "-Infinity", "+1", "01",
        ".5", "1.", "0x10", "1_000", "1,5", "--1", "1e", "\"1\"", "true", "null", "[1]", "{}", $"1{new string('0', 5_000)}",
        $"0.{new string('1', 5_000)}",
    ];

    /// <summary>As they stand in JSON, where a text is expected: escapes that are no characters.</summary>
    public static readonly string[] RawTexts =
    [
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"a\\udfffb\"", "\"\\uD83D\\uDE00\"", "\"\\u0000\"", "\"\\u000d\\u000a\"",
        "\"\\u2028\"", "\"\\x41\"", "\"\\u12\"", "\"\\u{41}\"", "'a'", "a", "\"a", "\"a\tb\"", "\"\\/\"", "\"\\a\"", "nul", "True", "undefined",
    ];
}
