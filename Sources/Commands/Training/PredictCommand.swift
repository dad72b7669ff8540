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
      other models the middle square of the picture is scaled to the size that it learned.
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

  mutating func run() throws {
    let model = try Model(named: model)
    let inference = Inference(model.network)
    let preparation = PicturePreparation(model, isRaw: raw)
    var answers: [JSONValue] = []
    for (number, path) in images.enumerated() {
      let seen = try preparation.prepare(path)
      let probabilities: [Float]
      do throws(NetworkError) {
        probabilities = try inference.probabilities(of: seen.pixels)
      } catch {
        throw TrainingFailure.network(error, data: path)
      }
      if let prepared { try write(seen, of: path, to: prepared) }
      if json {
        answers.append(description(path, probabilities, model.classes))
      } else {
        if number > 0 { printOut("") }
        printOut(report(path, probabilities, model.classes))
      }
    }
    if json { printOut(JSONValue.array(answers).text) }
  }

  /// The likeliest ten classes as bars; all of them in their own order when there are no more.
  private func report(_ path: String, _ probabilities: [Float], _ classes: [String]) -> String {
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

  private func description(_ path: String, _ probabilities: [Float], _ classes: [String]) -> JSONValue {
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    return .object([
      ("picture", .string(legible(path))), ("answer", .string(classes[best])),
      ("probabilities", .object(zip(classes, probabilities).map { ($0, .number($1)) })),
    ])
  }

  private func write(_ seen: PicturePreparation.Seen, of path: String, to target: String) throws {
    var file = target
    if images.count > 1 {
      do { try makeFolder(target) } catch { throw CommandFailure.file(error) }
      file = "\(target)/\(fileStem(path)).png"
    }
    if images.contains(where: { isSameFile($0, file) }) { throw CommandFailure.outputIsInput(file, path) }
    do { try PNGWriter.write(seen.picture, to: file) } catch { throw CommandFailure.picture(file, error) }
  }
}
