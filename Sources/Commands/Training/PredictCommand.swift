import CommandLineKit
import ConvolutionCore
import Datasets
import ModelFiles
import NetworkDescription
import NetworkEngine
import PictureFiles
import SystemServices
import TextFormats

/// `cnnlab predict`: what a model takes pictures for.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Say what a model takes pictures for, with the probability of each class.",
    discussion: """
      A model of handwritten digits takes any photo or scan of one digit: the ink is found,
      cut out, scaled and centred as MNIST's pictures were; --raw leaves all that out. For
      other models the middle of the picture is scaled to the size that it learned. Which of
      the two is part of the model ('cnnlab train --preparation') and the same in 'test'.

      A network has no answer for what it never saw, and is often sure of a wrong one. Under
      a picture unlike those that the model learned from, a line says so: ten measures of
      light, edges and colour lie further from theirs than with 199 of 200 usual pictures.
      Models of digits and older models do not say it.
      """)

  @Argument(
    help: ArgumentHelp("A model file, or a model inside the program.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var model: String
  @Argument(help: ArgumentHelp("PNG or JPEG pictures; - is standard input.", valueName: "image"), completion: .file())
  var images: [String]
  @Flag(help: "Only scale the picture to the network's size: no search for ink, no inversion.") var raw = false
  @Option(
    help: ArgumentHelp("Write what the network saw as a PNG; with several pictures a folder.", valueName: "path"),
    completion: .file(extensions: ["png"]))
  var prepared: String?
  @Flag(help: "Print JSON.") var json = false

  mutating func validate() throws {
    if let prepared, images.count == 1, fileExtension(prepared) != "png" {
      throw ValidationError("--prepared \(prepared): a picture is written as PNG; name a file that ends in .png")
    }
    if let prepared, images.count > 1, OutputTargetPath.isWord(fileExtension(prepared)), fileKind(prepared) != .folder {
      throw ValidationError("--prepared \(prepared): there are \(images.count) pictures; name a folder")
    }
  }

  mutating func run() throws {
    let model = try Model(named: model)
    let inference = Inference(model.network)
    let input = model.input(isRaw: raw)
    var answers: [JSONValue] = []
    let targets = try preparedFiles()
    var failures = 0
    var isFirst = true
    for (number, path) in images.enumerated() {
      do {
        let seen = try ShownPicture(path, for: input)
        let probabilities: [Float]
        do throws(NetworkError) {
          probabilities = try inference.probabilities(of: seen.pixels)
        } catch {
          throw TrainingFailure.network(error, data: path)
        }
        let unlike = unlikeness(seen, of: model)
        if let target = targets?[number] { try write(seen, to: target) }
        if json {
          answers.append(description(path, probabilities, model.classes, unlike: unlike))
        } else {
          if !isFirst { printOut("") }
          printOut(report(path, probabilities, model.classes, isUnlike: unlike.map { $0.distance > $0.limit } ?? false))
        }
        isFirst = false
      } catch {
        // One bad picture does not take the answers of the others away.
        guard images.count > 1 else { throw error }
        failures += 1
        printError(errorText(error))
        if json {
          answers.append(.object([("picture", .string(legible(path))), ("error", .string("\(error)"))]))
        }
      }
    }
    if json { printOut(JSONValue.array(answers).text) }
    if failures > 0 {
      printError("\(thousands(failures)) of \(counted(images.count, "picture")) could not be read")
      throw ExitCode(1)
    }
  }

  /// The likeliest ten classes as bars; all of them in their own order when there are no more.
  private func report(
    _ path: String, _ probabilities: [Float], _ classes: [String], isUnlike: Bool
  ) -> String {
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    var shown = Array(probabilities.indices)
    if shown.count > 10 {
      shown.sort { (probabilities[$1], $0) < (probabilities[$0], $1) }
      shown = Array(shown[..<10])
    }
    let widest = shown.map { classes[$0].count }.max() ?? 0
    var lines = ["\(path == "-" ? "standard input" : path): \(classes[best])"]
    for index in shown {
      let name = classes[index] + String(repeating: " ", count: widest - classes[index].count)
      let share = decimal(100 * Double(probabilities[index]), 1)
      let space = String(repeating: " ", count: max(0, 5 - share.count))
      lines.append("  \(name)  \(space)\(share) %  \(bar(probabilities[index]))")
    }
    if isUnlike {
      lines.append("  Unlike the pictures that it learned from: perhaps none of these, whatever the shares say.")
    }
    return lines.map { line in
      var line = line[...]
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  /// Eighths of a cell, forty cells for 1.
  private func bar(_ share: Float) -> String {
    let eighths = Int((320 * share).rounded())
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }

  private func description(
    _ path: String, _ probabilities: [Float], _ classes: [String], unlike: (distance: Double, limit: Double)?
  ) -> JSONValue {
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    var members: [(String, JSONValue)] = [
      ("picture", .string(legible(path))), ("answer", .string(classes[best])),
      ("probabilities", .object(zip(classes, probabilities).map { ($0, .number($1)) })),
    ]
    if let unlike {
      members += [
        ("unlike", .boolean(unlike.distance > unlike.limit)), ("distance", .number(unlike.distance)),
        ("limit", .number(unlike.limit)),
      ]
    }
    return .object(members)
  }

  /// How far what the network sees lies from what it learned from, and from where on that is unusual; nil when the
  /// model does not say.
  private func unlikeness(_ seen: ShownPicture, of model: Model) -> (distance: Double, limit: Double)? {
    guard let usual = model.usual,
      let distance = usual.distance(of: seen.pixels, shape: model.network.architecture.input)
    else { return nil }
    return (distance, usual.limit)
  }

  /// Where what the network saw of each picture goes, each file once; nil when nobody asked.
  private func preparedFiles() throws -> [String]? {
    guard let prepared else { return nil }
    var files = [prepared]
    if images.count > 1 {
      files = images.map { "\(prepared)/\($0 == "-" ? "stdin" : fileStem($0)).png" }
      var owners: [String: String] = [:]
      for (path, file) in zip(images, files) {
        if let other = owners[file] { throw TrainingFailure.sameOutput(file, "\(legible(other)) and \(legible(path))") }
        owners[file] = path
      }
    }
    for (path, file) in zip(images, files) where images.contains(where: { isSameFile($0, file) }) {
      throw CommandFailure.outputIsInput(file, path)
    }
    if images.count > 1 {
      do { try makeFolder(prepared) } catch { throw CommandFailure.file(error) }
    }
    return files
  }

  private func write(_ seen: ShownPicture, to file: String) throws {
    do { try PNGWriter.write(seen.picture, to: file) } catch { throw CommandFailure.picture(file, error) }
  }
}
