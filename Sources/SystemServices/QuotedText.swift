/// Text from outside (a name, a word of a file, a path) as a message or a report shows it.
extension StringProtocol {
  /// The text on one line, harmless to a terminal: control characters, line ends and marks that turn the direction of
  /// writing are escaped, as `\n` and `\u{1B}`, and the middle of what is longer than `limit` characters is left out.
  ///
  /// - Complexity: O(`limit`) where the text is longer, besides finding its end.
  public func printable(limit: Int = 400) -> String {
    let scalars = unicodeScalars
    guard let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      cut != scalars.endIndex
    else { return escaped(scalars) }
    let half = (limit - 1) / 2
    return escaped(scalars.prefix(limit - 1 - half)) + "…" + escaped(scalars.suffix(half))
  }

  /// ``printable(limit:)`` within quotation marks, short enough for a sentence.
  public var quoted: String { "\"\(printable(limit: 60))\"" }
}

private func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var text = String.UnicodeScalarView()
  for scalar in scalars {
    switch scalar {
    case "\n": text.append(contentsOf: "\\n".unicodeScalars)
    case "\r": text.append(contentsOf: "\\r".unicodeScalars)
    case "\t": text.append(contentsOf: "\\t".unicodeScalars)
    default:
      if isHarmless(scalar) {
        text.append(scalar)
      } else {
        text.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      }
    }
  }
  return legible(String(text))
}

private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: false
  // Line and paragraph separators, direction marks, and marks without width.
  case 0x2028, 0x2029, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: false
  default: true
  }
}
