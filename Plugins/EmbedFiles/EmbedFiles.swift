import Foundation
import PackagePlugin

/// Puts the files of a folder of the repository into the target, so that the binary works wherever it is copied.
@main struct EmbedFiles: BuildToolPlugin {
  /// Target → folder and extension.
  private let folders = [
    "KernelFiles": ("kernels", "kernel"),
    "ModelFiles": ("models", "safetensors"),
    "TutorialFigures": ("samples/small", "png"),
  ]

  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let (folder, pathExtension) = folders[target.name] else { return [] }
    let files = try FileManager.default.contentsOfDirectory(
      at: context.package.directoryURL.appending(path: folder), includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == pathExtension }
    .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(folder)", executable: try context.tool(named: "embed-files").url,
        arguments: [output.path] + files.map(\.path), inputFiles: files, outputFiles: [output])
    ]
  }
}
