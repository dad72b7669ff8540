import ConvolutionCore
import Threading

extension Convolution {
  /// Convolves a picture on all cores: an H × W plane with a kernel gives a plane of ``outputSize(of:kernel:)``.
  ///
  /// The values are those of ``ConvolutionCore/Convolution/apply(_:with:parallel:)``, for any number of threads.
  ///
  /// Example: `try Convolution(stride: 2).map(of: picture, with: Kernel(named: "edge"))`.
  /// - Throws: `ConvolutionError` when a setting makes no sense or the kernel does not fit.
  /// - Complexity: output values × weights of the kernel; × (width + height) where the kernel is separable.
  public func map(of picture: Plane, with kernel: Kernel, threads: Int = coreCount) throws(ConvolutionError) -> Plane {
    try apply(picture, with: kernel) { count, body in parallelFor(count, threads: threads, body) }
  }
}
