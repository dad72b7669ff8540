import CommandLineKit
import ConvolutionCore
import Datasets
import ExplorePage
import KernelFiles
import ModelFiles
import NetworkDescription
import PictureFiles
import SystemServices

/// `cnnlab explore`: the interactive page.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Write one interactive page that works offline: hover, change, watch every number.",
    discussion: """
      The page is one HTML file without any other: it opens from a folder, a stick or a mail,
      and asks no network for anything. What it shows is computed by this program's own code,
      as WebAssembly: the numbers are those of 'cnnlab filter', bit for bit.

      Kernels: any picture under any kernel, the window sliding over it, and for every value of
      the map the pixels, weights, products and sums that make it.

      Networks: draw a digit, or take a picture, and see every value of every layer, what it is
      made of and what it sees. Without MODEL the models inside the program: lenet, convnet and
      visualizer-mlp.

      Training: teach a network in the page, on drawn digits or your own; save it for 'cnnlab test'.
      """)

  @Argument(
    help: ArgumentHelp("Model files, or models inside the program.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var models: [String] = []
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The page (explore.html); - is standard output.", valueName: "page.html"),
    completion: .file(extensions: ["html"]))
  var output = "explore.html"
  @Option(
    help: ArgumentHelp("A picture to put into the page, shown first; may be repeated.", valueName: "image"),
    completion: .file())
  var image: [String] = []
  @Flag(help: "Open the page in the browser.") var open = false
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

  mutating func validate() throws {
    if open && output == "-" { throw ValidationError("--open opens a file: name one with -o") }
  }

  mutating func run() throws {
    if let input = image.first(where: { isSameFile($0, output) }) { throw CommandFailure.outputIsInput(output, input) }
    if let input = models.first(where: { isSameFile($0, output) }) { throw CommandFailure.outputIsInput(output, input) }
    let models = try (models.isEmpty ? Self.usualModels : models).map { name in
      try PageModel(name: name, model: Model(named: name))
    }
    let learned = models.flatMap { model in learnedKernels(of: model) }
    let page = ExplorePage(
      pictures: try image.map { try picture($0) } + PagePicture.samples, kernels: KernelLibrary.all + learned,
      models: models)
    do throws(FileError) {
      try writeFile(output, text: page.html)
    } catch {
      throw CommandFailure.file(error)
    }
    if !quiet && output != "-" { printOut(output) }
    if open { try openInBrowser(output) }
  }

  /// What the page holds without MODEL, the first shown first.
  private static let usualModels = ["lenet", "convnet", "visualizer-mlp"]

  /// The filters of the first convolution, where it sees a gray picture.
  private func learnedKernels(of model: PageModel) -> [NamedKernel] {
    let network = model.model.network
    for node in network.specification.nodes {
      guard case .convolution = node.layer, node.inputs == [NetworkSpecification.input] else { continue }
      guard network.architecture.input.channels == 1, let word = LearnedKernelWord("\(model.name):\(node.name)") else {
        return []
      }
      return ((try? word.kernels()) ?? []).enumerated().map { number, kernel in
        var kernel = kernel
        kernel.name = "\(model.name):\(node.name):\(number)"
        kernel.group = "learned by \(model.name)"
        return kernel
      }
    }
    return []
  }

  /// Pictures in the page have no longer side than this, so that every change of an option is seen at once.
  private static let longestSide = 512

  /// A picture as `filter` sees it, scaled to fit.
  private func picture(_ path: String) throws(CommandFailure) -> PagePicture {
    let gray: Plane
    do throws(ImageError) {
      gray = try PictureReader.readGray(path)
    } catch {
      throw .picture(path, error)
    }
    let longest = max(gray.width, gray.height)
    guard longest > Self.longestSide else { return PagePicture(name: fileStem(path), file: path, gray: gray) }
    let size = Size(
      width: max(1, gray.width * Self.longestSide / longest), height: max(1, gray.height * Self.longestSide / longest))
    return PagePicture(
      name: fileStem(path), file: "\(fileStem(path))-\(size.width)x\(size.height).png",
      gray: gray.scaled(x: 0, y: 0, size: gray.size, to: size))
  }
}
