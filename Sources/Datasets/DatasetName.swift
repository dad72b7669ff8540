import NetworkDescription

/// A data set known by name.
public enum DatasetName: String, CaseIterable, Sendable {
  /// Handwritten-looking digits drawn from strokes; inside the program.
  case digits
  /// MNIST: 70,000 handwritten digits.
  case mnist
  /// Fashion-MNIST: 70,000 pictures of clothes.
  case fashionMNIST = "fashion-mnist"
  /// CIFAR-10: 60,000 small colour photos of ten kinds.
  case cifar10
  /// CIFAR-10 in gray.
  case cifar10Gray = "cifar10-gray"
  /// CIFAR-10's boats, birds, cats and dogs.
  case cifar4
  /// CIFAR-10's boats, birds, cats and dogs in gray.
  case cifar4Gray = "cifar4-gray"

  /// What the classes are called, in the order of the labels.
  public var classes: [String] {
    switch self {
    case .digits, .mnist: (0...9).map { String($0) }
    case .fashionMNIST:
      [
        "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
      ]
    case .cifar10, .cifar10Gray: CIFARFiles.classes
    case .cifar4, .cifar4Gray: ["boat", "bird", "cat", "dog"]
    }
  }

  /// One line on what it holds.
  public var summary: String {
    switch self {
    case .digits: "handwritten-looking digits drawn from strokes, 28×28 gray"
    case .mnist: "handwritten digits, 28×28 gray, 60,000 + 10,000"
    case .fashionMNIST: "pictures of clothes, 28×28 gray, 60,000 + 10,000"
    case .cifar10: "photos of ten kinds, 32×32 colour, 50,000 + 10,000"
    case .cifar10Gray: "the same in gray"
    case .cifar4: "the boats, birds, cats and dogs of cifar10, 32×32 colour, 20,000 + 4,000"
    case .cifar4Gray: "the same in gray"
    }
  }

  /// The shape of its pictures, which is known before they are read.
  public var shape: Shape {
    switch self {
    case .digits, .mnist, .fashionMNIST: NetworkInput.digit
    case .cifar10, .cifar4: Shape(channels: 3, height: 32, width: 32)
    case .cifar10Gray, .cifar4Gray: Shape(channels: 1, height: 32, width: 32)
    }
  }

  /// CIFAR-10's labels of the classes.
  var cifarLabels: [UInt8] {
    switch self {
    case .cifar4, .cifar4Gray: [8, 2, 3, 5]
    default: Array(0...9)
    }
  }

  var isGray: Bool { self == .cifar10Gray || self == .cifar4Gray }

  /// The folders that may hold the files; a set chosen from another is made from that other's files too.
  var folders: [String] {
    switch self {
    case .digits: []
    case .mnist, .fashionMNIST: [rawValue]
    case .cifar10, .cifar10Gray: ["cifar10"]
    case .cifar4, .cifar4Gray: ["cifar4", "cifar10"]
    }
  }
}
