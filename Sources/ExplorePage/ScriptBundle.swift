/// JavaScript modules joined into one script, as a page that opens from a file must not load any.
///
/// Every module becomes a function that returns what it exports, and comes after those that it imports. Imports are
/// lines of the form `import { … } from './….js';`, exports begin a line with `export`.
package struct ScriptBundle {
  /// Name → source.
  let modules: [String: String]

  /// Modules to join.
  package init(modules: [String: String]) { self.modules = modules }

  /// The script of a module with all that it needs.
  package func script(of entry: String) -> String {
    var taken: Set<String> = []
    var parts = ["const modules = {};"]
    func take(_ name: String) {
      guard taken.insert(name).inserted, let source = modules[name] else { return }
      var lines: [String] = []
      var exports: [Substring] = []
      for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
        if let (names, imported) = Self.imports(line) {
          take(imported)
          lines.append("const {\(names)} = modules['\(imported)'];")
        } else if line.hasPrefix("export ") {
          lines.append(String(line.dropFirst("export ".count)))
          if let name = Self.declaredName(line) { exports.append(name) }
        } else {
          lines.append(String(line))
        }
      }
      let body = lines.joined(separator: "\n")
      parts.append(
        name == entry
          ? body
          : "modules['\(name)'] = (() => {\n\(body)\nreturn { \(exports.joined(separator: ", ")) };\n})();")
    }
    take(entry)
    return parts.joined(separator: "\n")
  }

  /// The names and `name.js` of an import line.
  package static func imports(_ line: Substring) -> (names: Substring, module: String)? {
    guard line.hasPrefix("import {"), let close = line.firstIndex(of: "}") else { return nil }
    let names = line[line.index(line.startIndex, offsetBy: "import {".count)..<close]
    let rest = line[close...].dropFirst()
    guard rest.hasPrefix(" from './"), rest.hasSuffix("';") else { return nil }
    return (names, String(rest.dropFirst(" from './".count).dropLast(2)))
  }

  /// What a line declares: `export async function name(` gives `name`.
  private static func declaredName(_ line: Substring) -> Substring? {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(where: { ["function", "class", "const", "let"].contains($0) }),
      place + 1 < words.count
    else { return nil }
    return words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
