/// One operation of a network.
///
/// Each kind has one file in this folder, which holds all that is said of it: its numbers, how a SPEC writes and reads
/// it, its shape, its window, what it learns and costs, and its definition forward and backward. `LayerTable` asks
/// whichever kind a layer is; a new kind is a case here, a file, and the lines that the compiler then demands there.
public enum Layer: Sendable, Equatable {
  /// `conv`: correlation with learned kernels.
  case convolution(ConvolutionLayer)
  /// `max`, `average`, `sum`: one value for each window.
  case pooling(PoolingLayer)
  /// `subsample`: the trainable subsampling of 1998.
  case subsampling(SubsamplingLayer)
  /// `fc`: every output sees every input.
  case fullyConnected(FullyConnectedLayer)
  /// `rbf`: distances to fixed patterns, the output of 1998.
  case radialBasis(RadialBasisLayer)
  /// `relu`, `tanh`, …: a function of each value.
  case activation(ActivationLayer)
  /// `softmax`: probabilities that sum to 1.
  case softmax
  /// `dropout`: zeros at random while training.
  case dropout(DropoutLayer)
  /// `batchnorm`: mean 0 and deviation 1 over a batch.
  case batchNormalization(BatchNormalizationLayer)
  /// `lrn`: divided by what the neighbouring channels have.
  case localResponseNormalization(LocalResponseNormalizationLayer)
  /// `widen`: maps of zeros behind those there are.
  case widening(WideningLayer)
  /// `flatten`: a map as a vector in the order C, H, W.
  case flatten
  /// `add`: element-wise sum of several inputs.
  case sum
  /// `concat`: the channels of several inputs behind each other.
  case concatenation
}
