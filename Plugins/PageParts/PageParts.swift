import Foundation
import PackagePlugin

/// Builds the engine as WebAssembly and puts it, with the page's own files, into the target as string literals: the
/// binary carries its page, and the page always computes what the sources say.
@main struct PageParts: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let root = context.package.directoryURL
    let sources = root.appending(path: "Sources")
    let output = context.pluginWorkDirectoryURL.appending(path: "PageParts.swift")
    let script = sources.appending(path: "ExplorePage/write-parts")
    let compiler = try context.tool(named: "swiftc").url
    // The folders that Sources/WebAssembly/sources names.
    let folders = [
      "ExplorePage/Page", "WebAssembly", "ElementaryFunctions", "ElementaryFunctions/Lanes", "SmallMatrices",
      "ConvolutionCore", "FilterLoops",
      "NetworkTracing", "PictureFiles",
      "KernelFiles", "Datasets", "Datasets/DigitPreparation", "WebAssembly/Networks", "WebAssembly/SerialThreading",
      "LayerLoops", "CLayerLoops/include", "NetworkDescription", "NetworkDescription/Layers",
      "NetworkDescription/Reference", "NetworkDescription/Specification", "NetworkDescription/Specification/Named",
      "NetworkEngine", "NetworkEngine/Steps", "NetworkPacking",
      "NetworkTraining", "DrawnDigits",
    ]
    return [
      .buildCommand(
        displayName: "Building the page's engine", executable: URL(filePath: "/bin/sh"),
        arguments: [script.path, output.path, compiler.deletingLastPathComponent().path],
        inputFiles: try [script] + files(in: root.appending(path: "samples/small"))
          + folders.flatMap { try files(in: sources.appending(path: $0)) },
        outputFiles: [output])
    ]
  }

  private func files(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
  }
}
