/// JavaScript modules joined into one script, as a page that opens from a file must not load any.
///
/// Every module comes after those that it imports; the lines `import { … } from './….js';` and the word `export` are
/// left out, so that all modules share one scope. The page's modules so bear no name twice.
package struct ScriptBundle {
  /// Name → source.
  let modules: [String: String]

  /// Modules to join.
  package init(modules: [String: String]) { self.modules = modules }

  /// The script of a module with all that it needs.
  package func script(of entry: String) -> String {
    var taken: Set<String> = []
    var parts: [String] = []
    func take(_ name: String) {
      guard taken.insert(name).inserted, let source = modules[name] else { return }
      var lines: [Substring] = []
      for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
        if let imported = Self.importedModule(line) {
          take(imported)
        } else {
          lines.append(line.hasPrefix("export ") ? line.dropFirst("export ".count) : line)
        }
      }
      parts.append(lines.joined(separator: "\n"))
    }
    take(entry)
    return parts.joined(separator: "\n")
  }

  /// `./name.js` of an import line.
  package static func importedModule(_ line: Substring) -> String? {
    guard line.hasPrefix("import "), let start = line.range(of: "'./"), let end = line.range(of: "';") else {
      return nil
    }
    return String(line[start.upperBound..<end.lowerBound])
  }
}

extension Substring {
  /// Where `text` first stands.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start != endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
