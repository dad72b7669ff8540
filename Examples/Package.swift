// swift-tools-version: 6.2
import PackageDescription

// How a program of one's own uses cnnlab: one dependency, one product, one import.
let package = Package(
  name: "cnnlab-examples",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "cnnlab", path: "..")],
  targets: [
    // Edges of a photograph, their positive part, and the strongest of each 2×2.
    .executableTarget(name: "filter-picture", dependencies: [.product(name: "ConvolutionLab", package: "cnnlab")]),
    // A LeNet that learns to read digits, tested and saved.
    .executableTarget(name: "train-network", dependencies: [.product(name: "ConvolutionLab", package: "cnnlab")]),
  ]
)
