import ExplorePage
import Testing

struct ScriptBundleTests {
  @Test func aModuleComesOnceAfterThoseItImports() {
    let bundle = ScriptBundle(modules: [
      "main.js": "import { a } from './a.js';\nimport { b } from './b.js';\nrun(a, b);",
      "a.js": "import { b } from './b.js';\nexport const a = b + 1;",
      "b.js": "export const b = 1;",
      "unused.js": "export const c = 1;",
    ])
    #expect(bundle.script(of: "main.js") == "const b = 1;\nconst a = b + 1;\nrun(a, b);")
  }

  /// Every import of the page is on one line of the form that the bundle knows, and names a module that there is.
  @Test func everyImportOfThePageIsFound() {
    let parts = Dictionary(uniqueKeysWithValues: pageParts.map { ($0.name.description, $0.content.description) })
    for (name, source) in parts where name.hasSuffix(".js") {
      for line in source.split(separator: "\n") where line.hasPrefix("import") {
        let imported = ScriptBundle.importedModule(line)
        #expect(imported.flatMap { parts[$0] } != nil, "\(name): \(line)")
      }
    }
  }
}
