import SystemServices
import Testing

@Suite struct QuotedTextTests {
  static let cases: [(text: String, quoted: String)] = [
    ("edge", "\"edge\""),
    ("", "\"\""),
    ("größe 中文 √2", "\"größe 中文 √2\""),
    ("two\nlines", "\"two\\nlines\""),
    ("a\tb\r\n", "\"a\\tb\\r\\n\""),
    ("\u{1B}[31mred", "\"\\u{1B}[31mred\""),
    ("\u{9B}31m\u{7F}\0", "\"\\u{9B}31m\\u{7F}\\u{0}\""),
    ("abc\u{202E}gnp", "\"abc\\u{202E}gnp\""),
    (String(repeating: "a", count: 60), "\"" + String(repeating: "a", count: 60) + "\""),
    (
      String(repeating: "a", count: 50) + String(repeating: "b", count: 50),
      "\"" + String(repeating: "a", count: 30) + "…" + String(repeating: "b", count: 29) + "\""
    ),
  ]

  @Test(arguments: cases) func quotes(_ text: String, _ quoted: String) {
    #expect(text.quoted == quoted)
  }

  @Test func twentyMegabytesAreShortened() {
    #expect(String(repeating: "x", count: 20_000_000).quoted.count == 62)
  }
}
