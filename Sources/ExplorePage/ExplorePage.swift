import KernelFiles
import TextFormats

/// The interactive page as one HTML file that needs no network and no other file: markup, style, scripts, the engine as
/// WebAssembly, pictures and kernels.
public struct ExplorePage {
  /// What is shown in the browser's tab.
  public var title = "cnnlab explore"
  /// The pictures to choose from; the first is shown.
  public var pictures: [PagePicture]
  /// The kernels to choose from, in the order of their groups.
  public var kernels: [NamedKernel]

  /// The networks to choose from; the first is shown.
  public var models: [PageModel]

  /// A page of pictures, kernels and networks.
  public init(pictures: [PagePicture], kernels: [NamedKernel] = KernelLibrary.all, models: [PageModel] = []) {
    self.models = models
    // Names are the keys of links: of two pictures with one name, the later gets a number.
    var names: Set<String> = []
    self.pictures = pictures.map { picture in
      var picture = picture
      let name = picture.name
      var number = 1
      while !names.insert(picture.name).inserted {
        number += 1
        picture.name = "\(name)-\(number)"
      }
      return picture
    }
    self.kernels = kernels
  }

  /// The file.
  public var html: String {
    var parts: [String: String] = [:]
    for part in pageParts { parts[part.name.description] = part.content.description }
    let template = parts["page.html"] ?? ""
    let style = parts.keys.filter { $0.hasSuffix(".css") }.sorted().compactMap { parts[$0] }.joined(separator: "\n")
    let scripts = ScriptBundle(modules: parts.filter { $0.key.hasSuffix(".js") })
    let words = [
      "title": escapedMarkup(title), "style": style, "data": inScript(data.compactText),
      "engine": engineModule.description, "networks": networkModule.description,
      "worker": inScript(scripts.script(of: "training-worker.js")), "script": inScript(scripts.script(of: "main.js")),
      "loading": "The engine is starting…", "noscript": "This page draws with JavaScript: please allow it.",
    ]
    return filled(template, words)
  }

  private var data: JSONValue {
    .object([
      ("samples", .array(pictures.map(\.json))),
      ("kernels", .array(kernels.sorted { ($0.group, $0.name) < ($1.group, $1.name) }.map(\.pageJSON))),
      ("models", .array(models.map(\.json))),
      ("trainables", PageTraining.trainables),
      ("digits", PageTraining.digits),
    ])
  }

  /// The template with its `{{word}}`s replaced, none of them within what replaces another.
  private func filled(_ template: String, _ words: [String: String]) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      guard rest.hasPrefix("{{"), let close = rest.firstIndex(of: "}"),
        let word = words[String(rest[..<close].dropFirst(2))]
      else {
        result.append(rest.removeFirst())
        continue
      }
      result += word
      rest = rest[close...].dropFirst(2)
    }
    return result + rest
  }
}

/// Text within a script element, which must not hold the end of one.
private func inScript(_ text: String) -> String {
  var result = ""
  var previous: Character = " "
  for character in text {
    if previous == "<" && character == "/" { result.append("\\") }
    result.append(character)
    previous = character
  }
  return result
}

/// Text as markup.
private func escapedMarkup(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}

extension NamedKernel {
  /// What the page shows of a kernel: its weights, and the words that a textbook prints for them.
  fileprivate var pageJSON: JSONValue {
    let numbers = KernelNumbers(kernel)
    var words = numbers.rows.flatMap { $0 }
    // `1/16` or `1/(2√2)`.
    var over = numbers.factor.map { String($0.dropFirst(2).filter { $0 != "(" && $0 != ")" }) } ?? "1"
    if words.contains(where: { $0.contains(".") }) {
      words = kernel.numerators.map(wholeWord)
      over = wholeWord(kernel.divisor)
    }
    return .object([
      ("name", .string(name)), ("group", .string(group)), ("description", .string(description)),
      ("source", .string(source)), ("width", .number(kernel.width)), ("height", .number(kernel.height)),
      ("numerators", .array(kernel.numerators.map { .number($0) })), ("divisor", .number(kernel.divisor)),
      ("words", .array(words.map { .string($0) })), ("over", .string(over)),
    ])
  }
}

/// The shortest decimal that names a value and no other, without `.0`.
private func wholeWord(_ value: Float) -> String {
  let word = "\(value)"
  return word.hasSuffix(".0") ? String(word.dropLast(2)) : word
}
