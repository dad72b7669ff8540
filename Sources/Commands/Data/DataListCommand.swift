import CommandLineKit
import Datasets
import SystemServices
import TextFormats

/// `cnnlab data list`: what there is, and what of it is on this machine.
struct DataListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the data sets known by name and where their files are.")

  @Flag(help: "Print JSON.") var json = false

  mutating func run() throws {
    let folders = datasetFolders()
    if json {
      printOut(JSONValue.array(DatasetName.allCases.map { description($0, folders) }).text)
      return
    }
    var table = TextTable()
    for name in DatasetName.allCases {
      table.add([name.rawValue, name.summary])
      table.add(["", state(name, folders)])
    }
    printOut(table.text(columns: terminalWidth))
  }

  private func state(_ name: DatasetName, _ folders: [String]) -> String {
    guard let published = PublishedFiles(name) else { return "built in" }
    if let place = name.place(in: folders) { return place }
    return "not here: cnnlab data fetch \(name.rawValue) (\(megabytes(published.size)))"
  }

  private func description(_ name: DatasetName, _ folders: [String]) -> JSONValue {
    let published = PublishedFiles(name)
    return .object([
      ("name", .string(name.rawValue)), ("summary", .string(name.summary)),
      ("classes", .array(name.classes.map { .string($0) })), ("built_in", .boolean(published == nil)),
      ("folder", name.place(in: folders).map { .string($0) } ?? .null),
      ("download_bytes", published.map { .number($0.size) } ?? .null),
    ])
  }
}

/// A number of bytes: `9.9 MB`, `29 kB`.
func megabytes(_ bytes: Int) -> String {
  bytes < 100_000 ? "\((bytes + 500) / 1000) kB" : "\(decimal(Double(bytes) / 1e6, 1)) MB"
}
