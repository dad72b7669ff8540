// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// What Benchmarks/filter and Benchmarks/train time in process. Not shipped.
let package = Package(
  name: "benchmark-programs",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "cnnlab", path: "../..")],
  targets: [
    // Times one convolution.
    .executableTarget(
      name: "bench-core", dependencies: [.product(name: "ConvolutionLab", package: "cnnlab")], swiftSettings: strict),
    // Times training against the processor's peak.
    .executableTarget(
      name: "bench-train", dependencies: [.product(name: "ConvolutionLab", package: "cnnlab")], swiftSettings: strict),
  ]
)
