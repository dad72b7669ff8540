import SystemServices

extension EmbeddedFile {
  /// The file name without extension, which is the kernel's name.
  var stem: String { fileStem(name.description) }

  var text: String { content.description }

  /// The aliases in the header.
  var aliases: [Substring] {
    KernelFile.value(of: "aliases", in: text)?.split(separator: ",").map { $0.trimmed } ?? []
  }

  /// True for the file's own name; compares bytes, as a look-up goes through all files.
  func isNamed(_ word: String) -> Bool {
    name.withUTF8Buffer { $0.elementsEqual((word + ".kernel").utf8) }
  }

  /// True for one of the aliases; looks at the bytes of the header and makes no strings.
  func hasAlias(_ word: String) -> Bool {
    let key = Array("aliases:".utf8)
    return content.withUTF8Buffer { bytes in
      for line in bytes.split(
        separator: UInt8(ascii: "\n"), maxSplits: KernelFile.keys.count, omittingEmptySubsequences: false)
      {
        if line.isEmpty { return false }
        guard line.starts(with: key) else { continue }
        return line.dropFirst(key.count).split(separator: UInt8(ascii: ",")).contains { alias in
          alias.drop { $0 == UInt8(ascii: " ") }.elementsEqual(word.utf8)
        }
      }
      return false
    }
  }
}
