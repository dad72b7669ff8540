import Testing

@Suite struct KernelLibraryPlaceholder {}
