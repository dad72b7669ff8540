/// Breaks lines at spaces so that none is longer than `columns`, where that can be; lines after the first of each
/// begin with `indent` spaces.
public func wrap(_ text: String, _ columns: Int, indent: Int) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var line = ""
    for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty && line.count + 1 + word.count > columns {
        lines.append(line)
        line = margin + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    lines.append(line)
  }
  return lines.joined(separator: "\n")
}
