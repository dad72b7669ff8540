/// The words that begin a layer in a SPEC. A network's code numbers them in this order.
enum LayerWord: String, CaseIterable {
  case convolution = "conv"
  case max, average, sum, subsample
  case fullyConnected = "fc"
  case radialBasis = "rbf"
  case relu
  case leakyReLU = "leaky-relu"
  case tanh
  case scaledTanh = "lecun-tanh"
  case sigmoid, softmax, dropout
  case batchNormalization = "batchnorm"
  case flatten, add
  case concatenate = "concat"
  case localResponseNormalization = "lrn"
  case widen

  /// The layer that a word of a SPEC begins, in other tools' spelling too.
  init?(spelled word: String) {
    switch word {
    case "maxpool": self = .max
    case "avgpool", "averagepool": self = .average
    case "dense", "linear": self = .fullyConnected
    default: self.init(rawValue: word)
    }
  }
}
