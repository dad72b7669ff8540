// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// The pictures of samples/, computed: a boat on water, a cat, a written 8, a test chart. Not shipped.
let package = Package(
  name: "sample-generator",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "cnnlab", path: "../..")],
  targets: [
    // The scenes, and a small ray tracer.
    .target(
      name: "SampleScenes", dependencies: [.product(name: "ConvolutionLab", package: "cnnlab")], swiftSettings: strict),
    // Writes them as PNG files.
    .executableTarget(name: "make-samples", dependencies: ["SampleScenes"], swiftSettings: strict),
    .testTarget(name: "SampleScenesTests", dependencies: ["SampleScenes"], swiftSettings: strict),
  ]
)
