/// A value of JSON, for what `--json` prints; keys keep their order.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number; whole ones have no point, NaN and infinity are `null`, as JSON has no word for them.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Keys with their values, in order.
  case object([(String, JSONValue)])

  /// The shortest decimal that reads back as the same 32-bit number.
  public static func number(_ value: Float) -> JSONValue { .number(Double("\(value)") ?? Double(value)) }

  /// A whole number.
  public static func number(_ value: Int) -> JSONValue { .number(Double(value)) }

  /// The text, indented by two spaces; arrays of plain values stand on one line.
  public var text: String {
    var result = ""
    write(to: &result, indentation: "")
    return result
  }

  private func write(to text: inout String, indentation: String) {
    let inner = indentation + "  "
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let value): text += JSONValue.written(value)
    case .string(let value): text += JSONValue.quoted(value)
    case .array(let values) where values.allSatisfy(\.isPlain):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text, indentation: inner)
      }
      text += "]"
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + inner
        value.write(to: &text, indentation: inner)
      }
      text += "\n\(indentation)]"
    case .object(let members):
      text += "{"
      for (index, (key, value)) in members.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + inner + JSONValue.quoted(key) + ": "
        value.write(to: &text, indentation: inner)
      }
      text += members.isEmpty ? "}" : "\n\(indentation)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  static func written(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  static func quoted(_ value: String) -> String {
    var text = "\""
    for letter in value.unicodeScalars {
      switch letter {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where letter.value < 0x20:
        let digits = String(letter.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(letter)
      }
    }
    return text + "\""
  }
}
