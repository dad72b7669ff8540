import CommandLineKit
import Datasets
import SystemServices

/// `cnnlab data fetch`: brings data sets from where they are published.
struct DataFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch data sets: what is there already is kept, what broke off goes on.",
    discussion: """
      Every file is checked by its SHA-256 before it gets its name. Several mirrors are tried
      in turn. --mirror, or $CNNLAB_MIRROR, names another place: the address of the folder
      that holds the files; {set} in it stands for the set's name. $https_proxy is honoured.
      """)

  @Argument(
    help: ArgumentHelp("mnist, fashion-mnist, cifar10 (cifar4 is made from it).", valueName: "name"),
    completion: .list(DatasetName.allCases.filter { PublishedFiles($0) != nil }.map(\.rawValue)))
  var names: [String]
  @Option(
    help: ArgumentHelp(
      "Fetch from here and from nowhere else; may be given several times.", valueName: "url"))
  var mirror: [String] = []
  @Flag(help: "Replace files that are there, but are not the published ones.") var force = false
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

  mutating func validate() throws {
    let known = DatasetName.allCases.map(\.rawValue)
    for name in names where !known.contains(name) {
      throw ValidationError("No data set is called '\(name)'. Known: \(known.joined(separator: ", "))")
    }
    for address in mirror where !address.contains("://") {
      throw ValidationError("--mirror \(address): expected an address, as https://example.org/mnist")
    }
  }

  mutating func run() throws {
    guard let cache = datasetCacheFolder() else { throw DataFailure.noFolder }
    var addresses = mirror
    if addresses.isEmpty, let address = environmentVariable("CNNLAB_MIRROR") {
      guard address.contains("://") else { throw DataFailure.mirrorVariable(address) }
      addresses = [address]
    }
    Interruption.watch()
    var done: [String] = []
    for text in names {
      guard let name = DatasetName(rawValue: text) else { continue }
      guard let published = PublishedFiles(name) else {
        say("\(text) is built in: nothing to fetch")
        continue
      }
      guard !done.contains(published.folder) else { continue }
      done.append(published.folder)
      try fetch(published, cache: cache, mirrors: addresses)
    }
  }

  private func fetch(_ published: PublishedFiles, cache: String, mirrors: [String]) throws {
    let download = DatasetDownload(
      published, cache: cache, mirrors: mirrors, replaces: force, agent: "cnnlab/\(version)")
    let bar = TransferProgress(isVisible: !quiet)
    do throws(DownloadError) {
      try download.run { report in
        switch report {
        case .progress(let file, let received): bar.draw(file.name, received, of: file.size)
        case .present(let file):
          say("\(file.name)  is there")
        case .fetched(let file, let mirror):
          bar.clear()
          say("\(file.name)  \(megabytes(file.size))" + (mirror.map { " from \($0)" } ?? ""))
        }
      }
    } catch {
      bar.clear()
      if error == .interrupted {
        printError(sentence(error))
        throw ExitCode(130)
      }
      throw DataFailure.download(error)
    }
    say("\(published.folder) is in \(download.folder)")
  }

  private func say(_ line: String) {
    if !quiet { printOut(line) }
  }
}
