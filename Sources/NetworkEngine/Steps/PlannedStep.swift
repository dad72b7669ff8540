#if canImport(NetworkDescription)
  import NetworkDescription
#endif

/// One step of a plan: which of the operations it is.
package enum PlannedStep: LaneStep {
  case convolution(ConvolutionStep)
  case pooledConvolution(PooledConvolutionStep)
  case pooling(PoolingStep)
  case subsampling(SubsamplingStep)
  case activation(ActivationStep)
  case position(PositionStep)
  case dropout(DropoutStep)
  case batchNormalization(BatchNormalizationStep)
  case flatten(FlattenStep)
  case join(JoinStep)
  case radialBasis(RadialBasisStep)

  /// What the step does, for profiles.
  package var name: String {
    switch self {
    case .convolution: "convolution"
    case .pooledConvolution: "convolution and pooling"
    case .pooling: "pooling"
    case .subsampling: "subsampling"
    case .activation: "activation"
    case .position(let step): step.operation.name
    case .dropout: "dropout"
    case .batchNormalization: "batch normalisation"
    case .flatten: "flatten"
    case .join: "join"
    case .radialBasis: "radial basis"
    }
  }

  package var partialCount: Int {
    switch self {
    case .convolution(let step): step.partialCount
    case .pooledConvolution(let step): step.partialCount
    case .pooling(let step): step.partialCount
    case .subsampling(let step): step.partialCount
    case .activation(let step): step.partialCount
    case .position(let step): step.partialCount
    case .dropout(let step): step.partialCount
    case .batchNormalization(let step): step.partialCount
    case .flatten(let step): step.partialCount
    case .join(let step): step.partialCount
    case .radialBasis(let step): step.partialCount
    }
  }

  package var scratchCount: Int {
    switch self {
    case .convolution(let step): step.scratchCount
    case .pooledConvolution(let step): step.scratchCount
    case .pooling(let step): step.scratchCount
    case .subsampling(let step): step.scratchCount
    case .activation(let step): step.scratchCount
    case .position(let step): step.scratchCount
    case .dropout(let step): step.scratchCount
    case .batchNormalization(let step): step.scratchCount
    case .flatten(let step): step.scratchCount
    case .join(let step): step.scratchCount
    case .radialBasis(let step): step.scratchCount
    }
  }

  package func forward(_ context: StepContext) {
    switch self {
    case .convolution(let step): step.forward(context)
    case .pooledConvolution(let step): step.forward(context)
    case .pooling(let step): step.forward(context)
    case .subsampling(let step): step.forward(context)
    case .activation(let step): step.forward(context)
    case .position(let step): step.forward(context)
    case .dropout(let step): step.forward(context)
    case .batchNormalization(let step): step.forward(context)
    case .flatten(let step): step.forward(context)
    case .join(let step): step.forward(context)
    case .radialBasis(let step): step.forward(context)
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    switch self {
    case .convolution(let step): step.backward(context, partials: partials)
    case .pooledConvolution(let step): step.backward(context, partials: partials)
    case .pooling(let step): step.backward(context, partials: partials)
    case .subsampling(let step): step.backward(context, partials: partials)
    case .activation(let step): step.backward(context, partials: partials)
    case .position(let step): step.backward(context, partials: partials)
    case .dropout(let step): step.backward(context, partials: partials)
    case .batchNormalization(let step): step.backward(context, partials: partials)
    case .flatten(let step): step.backward(context, partials: partials)
    case .join(let step): step.backward(context, partials: partials)
    case .radialBasis(let step): step.backward(context, partials: partials)
    }
  }

  package func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    switch self {
    case .convolution(let step): step.fold(context, partials: partials)
    case .pooledConvolution(let step): step.fold(context, partials: partials)
    case .pooling(let step): step.fold(context, partials: partials)
    case .subsampling(let step): step.fold(context, partials: partials)
    case .activation(let step): step.fold(context, partials: partials)
    case .position(let step): step.fold(context, partials: partials)
    case .dropout(let step): step.fold(context, partials: partials)
    case .batchNormalization(let step): step.fold(context, partials: partials)
    case .flatten(let step): step.fold(context, partials: partials)
    case .join(let step): step.fold(context, partials: partials)
    case .radialBasis(let step): step.fold(context, partials: partials)
    }
  }
}
