extension JSONValue {
  /// The text without a space or line break, for files that programs read.
  public var compactText: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let value): JSONValue.written(value)
    case .string(let value): JSONValue.quoted(value)
    case .array(let values): "[" + values.map(\.compactText).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { JSONValue.quoted($0.0) + ":" + $0.1.compactText }.joined(separator: ",") + "}"
    }
  }
}
