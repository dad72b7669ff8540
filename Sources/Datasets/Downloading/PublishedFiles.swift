/// The files that a data set is published as, and where.
public struct PublishedFiles: Sendable {
  /// One file.
  public struct File: Sendable, Equatable {
    /// Its name, there and here.
    public let name: String
    /// How many bytes it has.
    public let size: Int
    /// The SHA-256 of its bytes, in hexadecimal digits.
    public let sha256: String

    /// A file of these bytes.
    public init(name: String, size: Int, sha256: String) {
      self.name = name
      self.size = size
      self.sha256 = sha256
    }
  }

  /// The folder that they are put into.
  public let folder: String
  /// The files, those last without which nothing can be read.
  public let files: [File]
  /// Where they are: the beginning of their addresses, ending in a slash.
  public let mirrors: [String]

  /// Bytes of all files.
  public var size: Int { files.reduce(0) { $0 + $1.size } }

  /// The files of a data set; nil for one inside the program.
  public init?(_ name: DatasetName) {
    switch name {
    case .digits: return nil
    case .mnist: self = .mnist
    case .fashionMNIST: self = .fashionMNIST
    case .cifar10, .cifar10Gray, .cifar4, .cifar4Gray: self = .cifar10
    }
  }

  /// Files of a folder at some mirrors.
  public init(folder: String, files: [File], mirrors: [String]) {
    self.folder = folder
    self.files = files
    self.mirrors = mirrors
  }

  private init(folder: String, files: [(String, Int, String)], mirrors: [String]) {
    self.init(
      folder: folder, files: files.map { File(name: $0.0, size: $0.1, sha256: $0.2) }, mirrors: mirrors)
  }

  /// Y. LeCun, C. Cortes, C. Burges. Sizes and hashes: TensorFlow Datasets' checksums of `mnist`.
  private static let mnist = PublishedFiles(
    folder: "mnist",
    files: [
      ("t10k-labels-idx1-ubyte.gz", 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      ("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
      ("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
      ("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    ],
    mirrors: [
      "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "http://yann.lecun.com/exdb/mnist/",
    ])

  /// H. Xiao, K. Rasul, R. Vollgraf, arXiv:1708.07747. Sizes and hashes: TensorFlow Datasets' of `fashion_mnist`.
  private static let fashionMNIST = PublishedFiles(
    folder: "fashion-mnist",
    files: [
      ("t10k-labels-idx1-ubyte.gz", 5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
      ("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
      ("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
      ("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
    ],
    mirrors: [
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    ])

  /// A. Krizhevsky. Size and hash: TensorFlow Datasets' of `cifar10`.
  private static let cifar10 = PublishedFiles(
    folder: "cifar10",
    files: [
      (
        "cifar-10-binary.tar.gz", 170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"
      )
    ],
    mirrors: [
      "https://www.cs.toronto.edu/~kriz/", "http://www.cs.toronto.edu/~kriz/",
      "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/",
    ])
}
