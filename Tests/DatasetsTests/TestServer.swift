import Foundation
import Synchronization
import Testing

/// A web server on 127.0.0.1 that answers every request by a function, and remembers the requests.
final class TestServer: Sendable {
  struct Request: Sendable {
    var path: String
    /// The first byte asked for by a Range; nil without one.
    var from: Int?
  }

  struct Answer: Sendable {
    var status = 200
    var body: [UInt8] = []
    /// The length that the header promises, where it is not that of the body.
    var promised: Int?
    /// Where a redirection leads.
    var location: String?
  }

  let port: UInt16
  private let listener: Int32
  private let log = Mutex<[Request]>([])
  private let answer: @Sendable (Request) -> Answer

  var address: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { log.withLock { $0 } }

  init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let bound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    try #require(bound)
    port = UInt16(bigEndian: name.sin_port)
    Thread.detachNewThread { [self] in serve() }
  }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      respond(connection)
      close(connection)
    }
    close(listener)
  }

  private func respond(_ connection: Int32) {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]), read(connection, &byte, 1) == 1 { head.append(byte) }
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count > 1 else { return }
    var request = Request(path: String(words[1]))
    for line in lines where line.lowercased().hasPrefix("range: bytes=") {
      request.from = Int(line.dropFirst(13).prefix { $0.isNumber })
    }
    log.withLock { $0.append(request) }
    let answer = answer(request)
    let text =
      "HTTP/1.1 \(answer.status) Words\r\nContent-Length: \(answer.promised ?? answer.body.count)\r\n"
      + (answer.location.map { "Location: \($0)\r\n" } ?? "") + "Connection: close\r\n\r\n"
    let bytes = Array(text.utf8) + answer.body
    var offset = 0
    while offset < bytes.count {
      let sent = bytes.withUnsafeBytes {
        send(connection, $0.baseAddress?.advanced(by: offset), bytes.count - offset, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      offset += sent
    }
  }
}
