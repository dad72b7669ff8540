import Testing

@Suite struct ConvolutionCorePlaceholder {}
