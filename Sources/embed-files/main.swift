// embed-files OUTPUT.swift FILE…: writes a Swift source that holds the files' text. What it leaves out: bytes that are no
// text, which C's #embed takes as they are (Sources/CEmbeddedFiles).
import Foundation

/// As many `#` as no run of them in the text can end or interpolate the literal.
func delimiter(for content: String) -> String {
  var delimiter = "#"
  while content.contains("\"\"\"" + delimiter) || content.contains("\\" + delimiter) { delimiter += "#" }
  return delimiter
}

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: embed-files OUTPUT.swift FILE…\n".utf8))
  exit(64)
}
var source = """
  // Made by embed-files; do not edit.
  struct EmbeddedFile: Sendable {
    let name: StaticString
    let content: StaticString
  }

  let embeddedFiles: [EmbeddedFile] = [

  """
for path in arguments.dropFirst(2) {
  let url = URL(fileURLWithPath: path)
  let content = try String(contentsOf: url, encoding: .utf8)
  let hashes = delimiter(for: content)
  source += "  EmbeddedFile(name: \"\(url.lastPathComponent)\", "
  source += "content: \(hashes)\"\"\"\n\(content)\n\"\"\"\(hashes)),\n"
}
source += "]\n"
try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
