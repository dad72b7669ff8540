import Foundation
import Testing
import TextFormats

@Suite struct Base64Tests {
  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func publishedVectors(plain: String, encoded: String) {
    #expect(base64Encoded(Array(plain.utf8)) == encoded)
    #expect(base64Decoded(encoded.utf8) == Array(plain.utf8))
  }

  @Test func agreesWithFoundation() {
    for count in 0..<200 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
      #expect(base64Encoded(bytes) == Data(bytes).base64EncodedString())
      #expect(base64Decoded(base64Encoded(bytes).utf8) == bytes)
    }
  }

  @Test(arguments: ["Zg=a", "Z", "Z!==", "Zg==="])
  func refusesWhatIsNotBase64(text: String) {
    #expect(base64Decoded(text.utf8) == nil)
  }
}
