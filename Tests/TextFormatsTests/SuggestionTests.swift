import Testing
import TextFormats

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("gasusian", ["gaussian", "laplacian"], "gaussian"),
    ("sobl-x", ["sobel-x", "sobel-y"], "sobel-x"),
    ("Edge", ["edge", "ridge"], "edge"),
    ("egde", ["edge-1", "edge"], "edge"),
    ("zzz", ["edge", "blur"], nil),
    ("a", ["b", "c"], nil),
    ("", ["b", "edge"], nil),
  ])
  func nearest(word: String, candidates: [String], expected: String?) {
    #expect(closest(to: word, among: candidates) == expected)
  }
}
