// embed-files OUTPUT.swift FILE…: writes a Swift source that holds the files, text as it stands and
// everything else in base64. What it leaves out: compression; the files are small.
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
  let data = try Data(contentsOf: url)
  let isText = !["safetensors", "png"].contains(url.pathExtension)
  let content = isText ? String(decoding: data, as: UTF8.self) : data.base64EncodedString()
  let hashes = delimiter(for: content)
  source += "  EmbeddedFile(name: \"\(url.lastPathComponent)\", "
  source += "content: \(hashes)\"\"\"\n\(content)\n\"\"\"\(hashes)),\n"
}
source += "]\n"
try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
