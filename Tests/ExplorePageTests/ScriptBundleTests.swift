import ExplorePage
import Testing

struct ScriptBundleTests {
  @Test func aModuleComesOnceAfterThoseItImports() {
    let bundle = ScriptBundle(modules: [
      "main.js": "import { a } from './a.js';\nimport { b } from './b.js';\nrun(a, b);",
      "a.js": "import { b } from './b.js';\nexport const a = b + 1;\nconst own = 1;",
      "b.js": "export const b = 1;\nexport async function wait(x) {}\nconst own = 2;",
      "unused.js": "export const c = 1;",
    ])
    #expect(
      bundle.script(of: "main.js") == """
        const modules = {};
        modules['b.js'] = (() => {
        const b = 1;
        async function wait(x) {}
        const own = 2;
        return { b, wait };
        })();
        modules['a.js'] = (() => {
        const { b } = modules['b.js'];
        const a = b + 1;
        const own = 1;
        return { a };
        })();
        const { a } = modules['a.js'];
        const { b } = modules['b.js'];
        run(a, b);
        """)
  }

  /// Every import of the page is on one line of the form that the bundle knows, and names a module that there is.
  @Test func everyImportOfThePageIsFound() {
    let parts = Dictionary(uniqueKeysWithValues: pageParts.map { ($0.name.description, $0.content.description) })
    for (name, source) in parts where name.hasSuffix(".js") {
      for line in source.split(separator: "\n") where line.hasPrefix("import") {
        let imported = ScriptBundle.imports(line)?.module
        #expect(imported.flatMap { parts[$0] } != nil, "\(name): \(line)")
      }
    }
  }
}
