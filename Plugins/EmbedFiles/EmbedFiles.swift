import Foundation
import PackagePlugin

/// Puts the kernel files of the repository into the target, so that the binary works wherever it is copied.
@main struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let files = try FileManager.default.contentsOfDirectory(
      at: context.package.directoryURL.appending(path: "kernels"), includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "kernel" }
    .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding kernels", executable: try context.tool(named: "embed-files").url,
        arguments: [output.path] + files.map(\.path), inputFiles: files, outputFiles: [output])
    ]
  }
}
