import Testing
import TextFormats

@Suite struct JSONTests {
  static let whole: [(text: String, compact: String)] = [
    ("null", "null"),
    (" [ true , false ] ", "[true,false]"),
    (#"{"a" : 1, "b": [] , "c":{}}"#, #"{"a":1,"b":[],"c":{}}"#),
    ("[0, -0.5, 1e3, 12.25E-2, -7]", "[0,-0.5,1000,0.1225,-7]"),
    (#""\u0041\n\"\\\/\ud83d\ude00é""#, #""A\n\"\\/😀é""#),
  ]

  @Test(arguments: whole)
  func reads(json: (text: String, compact: String)) throws {
    #expect(try JSONValue(parsing: Array(json.text.utf8)).compactText == json.compact)
  }

  static let broken: [(text: String, message: String)] = [
    ("", "ends where a value is expected"),
    ("[1,]", "expected a value at byte 3"),
    ("[1 2]", "expected ',' or ']' at byte 3"),
    ("{1:2}", "expected a key at byte 1"),
    (#"{"a" 2}"#, "expected ':' at byte 5"),
    (#"{"a":2,}"#, "expected a key at byte 7"),
    (#"{"a":1,"a":2}"#, "the key 'a' twice, again at byte 7"),
    ("01", "expected the end at byte 1"),
    ("1.", "ends where a digit is expected"),
    ("+1", "expected a value at byte 0"),
    ("NaN", "expected a value at byte 0"),
    ("nul", "expected a value at byte 0"),
    ("1e999", "expected a number that a computer can hold at byte 0"),
    ("\"a", "ends where '\"' is expected"),
    ("\"a\nb\"", "expected no control character in a string at byte 2"),
    (#""\x""#, "expected an escape at byte 2"),
    (#""\u12g4""#, "expected four hexadecimal digits at byte 3"),
    (#""\ud83d""#, "expected a whole surrogate pair at byte 3"),
    ("true false", "expected the end at byte 5"),
    (String(repeating: "[", count: 100), "nested deeper than 64"),
  ]

  @Test(arguments: broken)
  func saysWhatIsWrong(json: (text: String, message: String)) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Array(json.text.utf8)) }
    #expect(error.map { "\($0)" } == json.message)
  }

  @Test func bytesMustBeText() {
    #expect(throws: JSONError.invalidText(offset: 1)) {
      try JSONValue(parsing: [0x22, 0xff, 0x22])
    }
  }

  @Test func membersAreFoundByKey() throws {
    let value = try JSONValue(parsing: Array(#"{"a":{"b":[1]}}"#.utf8))
    #expect(value["a"]?["b"]?.compactText == "[1]")
    #expect(value["b"] == nil && JSONValue.null["a"] == nil)
  }
}
