// swift-tools-version: 6.2
import PackageDescription

// Every target fails on a warning.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// The inner loops are one source, built once for every instruction set and chosen at run time
// (Sources/CProcessor says which the processor has). The folders …AVX2 and …AVX512 are links to that source.
func loops(_ instructions: String, _ architecture: String) -> [SwiftSetting] {
  // A manifest sees the machine that builds; the compiler takes -Xarch_x86_64 only where it builds for x86-64. The
  // sources name these modules only there, so that the linker drops them elsewhere.
  let flags = ["-Wno-unused-command-line-argument", "-Xarch_x86_64", "-march=\(architecture)"]
  return strict + [.define(instructions), .unsafeFlags(flags.flatMap { ["-Xcc", $0] })]
}
let avx2 = loops("AVX2", "x86-64-v3")
let avx512 = loops("AVX512", "x86-64-v4")

let package = Package(
  name: "cnnlab",
  platforms: [.macOS(.v26)],
  products: [
    // Everything by one import, or any of its modules by itself.
    .library(
      name: "ConvolutionLab",
      targets: [
        "ConvolutionLab", "PictureFiles", "KernelFiles", "Datasets", "ModelFiles", "NetworkDescription",
        "NetworkEngine", "NetworkTraining", "NetworkExplaining",
        "ConvolutionCore", "Threading", "SystemServices", "TextFormats",
      ]),
    // Convolution alone: no file, no thread, no Foundation.
    .library(name: "ConvolutionCore", targets: ["ConvolutionCore"]),
    .executable(name: "cnnlab", targets: ["cnnlab"]),
  ],
  targets: [
    // In dependency order: each target knows only those above it.

    // Which vector instructions this processor has, and how many cores this process may use.
    .target(name: "CProcessor"),
    // Threads, loops over them, where they wait, the clock. WebAssembly has a serial twin.
    .target(name: "Threading", dependencies: ["CProcessor"], swiftSettings: strict),
    // Files, terminal: everything else that is asked of the operating system.
    .target(name: "SystemServices", dependencies: ["Threading"], swiftSettings: strict),
    // JSON, decimals and base64 as text, and the word that was meant; asks nothing of the system.
    .target(name: "TextFormats", swiftSettings: strict),

    // Exponential, logarithm, sine and their kin, with the same bits on every machine. What vectors of floats need of them
    // is in Lanes/, which the modules of loops compile for themselves.
    .target(name: "ElementaryFunctions", exclude: ["Lanes"], swiftSettings: strict),
    // Singular values, eigenvalues and linear equations of some tens of rows.
    .target(name: "SmallMatrices", swiftSettings: strict),

    // Stores past the caches, which Swift has no name for.
    .target(name: "CStreamingStores"),
    // Bytes to 16-bit integers and back, a vector at a time.
    .target(name: "CByteVectors"),
    // The inner loops of filtering, over plain pointers.
    .target(name: "FilterLoops", dependencies: ["CStreamingStores", "CByteVectors"], swiftSettings: strict),
    .target(name: "FilterLoopsAVX2", dependencies: ["CStreamingStores", "CByteVectors"], swiftSettings: avx2),
    .target(name: "FilterLoopsAVX512", dependencies: ["CStreamingStores", "CByteVectors"], swiftSettings: avx512),
    // Planes, kernels, padding, convolution, activations, pooling. No Foundation; Embedded-Swift-clean.
    .target(
      name: "ConvolutionCore",
      dependencies: [
        "CProcessor", "ElementaryFunctions", "SmallMatrices", "FilterLoops", "FilterLoopsAVX2", "FilterLoopsAVX512",
      ],
      swiftSettings: strict),

    // The shapes that those loops work on, as C structures, so that no Swift code is shared between their builds.
    .target(name: "CLayerLoops"),
    // The inner loops of training, over plain pointers: one SIMD lane is one sample.
    .target(name: "LayerLoops", dependencies: ["CLayerLoops"], swiftSettings: strict),
    .target(name: "LayerLoopsAVX2", dependencies: ["CLayerLoops"], swiftSettings: avx2),
    .target(name: "LayerLoopsAVX512", dependencies: ["CLayerLoops"], swiftSettings: avx512),
    // Layers, specification, shapes, costs, receptive fields, labelled pictures; the reference that decides what is right.
    .target(
      name: "NetworkDescription", dependencies: ["ConvolutionCore", "ElementaryFunctions", "TextFormats"],
      swiftSettings: strict),
    // A network as steps over blocks of samples: layouts, memory plans, inference.
    .target(
      name: "NetworkEngine",
      dependencies: [
        "ElementaryFunctions",
        "ConvolutionCore", "NetworkDescription", "Threading", "CProcessor", "CLayerLoops", "LayerLoops",
        "LayerLoopsAVX2", "LayerLoopsAVX512",
      ],
      swiftSettings: strict),
    // Losses, optimisers, schedules, augmentation, the training loop.
    .target(
      name: "NetworkTraining",
      dependencies: [
        "ConvolutionCore", "ElementaryFunctions", "NetworkDescription", "NetworkEngine", "Threading", "TextFormats",
        "CLayerLoops",
      ],
      swiftSettings: strict),
    // What a network looks at: exciting patches, occlusion, saliency, preferred inputs.
    .target(
      name: "NetworkExplaining", dependencies: ["ConvolutionCore", "NetworkDescription", "NetworkEngine", "Threading"],
      swiftSettings: strict),
    // Handwritten-looking digits, drawn from strokes.
    .target(
      name: "DrawnDigits", dependencies: ["ConvolutionCore", "NetworkDescription", "Threading"], swiftSettings: strict),

    // libpng: reads every PNG there is, and its errors are known to everyone.
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    // libjpeg-turbo: the fastest JPEG decoder, and decodes straight to gray.
    .systemLibrary(
      name: "CJPEG", pkgConfig: "libjpeg",
      providers: [.apt(["libjpeg62-turbo-dev"]), .brew(["jpeg-turbo"])]),
    // zlib: PNG's own compression, deflated in stripes on all cores.
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // ISA-L: inflates twice as fast as zlib, row by row, and its check sums cost next to nothing.
    .systemLibrary(
      name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    // The setjmp boundary around libpng and libjpeg: their longjmp never crosses a Swift frame.
    .target(name: "CImageCodecs", dependencies: ["CPNG", "CJPEG", "CZlib"]),
    // PNG and JPEG in, PNG out, gray conversion, orientation.
    .target(
      name: "PictureFiles",
      dependencies: ["Threading", "ConvolutionCore", "SystemServices", "CImageCodecs", "CISAL", "CZlib"],
      swiftSettings: strict),

    // Models and pictures of the repository inside the binary, by #embed.
    .target(name: "CEmbeddedFiles"),
    // Puts every kernel file into the binary as a string literal: a new file needs no line anywhere.
    .executableTarget(name: "embed-files", swiftSettings: strict),
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"]),

    // Kernel files, inline matrices, the named kernels of kernels/, rank and separability.
    .target(
      name: "KernelFiles",
      dependencies: ["ConvolutionCore", "ElementaryFunctions", "SmallMatrices", "SystemServices", "TextFormats"],
      swiftSettings: strict,
      plugins: ["EmbedFiles"]),

    // How a C library is loaded when it is first needed, its functions held against its header.
    .target(name: "CLazyLibrary"),
    // libcurl, which knows proxies, redirections and certificates, loaded when something is fetched: linked, it would
    // slow every start and have the binary need it where nothing is fetched. Its header comes with libcurl4-openssl-dev.
    .target(name: "CDownload"),
    // Nettle: the check sums that the data sets are published with; loaded when one is made. Its header: nettle-dev.
    .target(name: "CNettle", dependencies: ["CLazyLibrary"]),
    // IDX, CIFAR binary, a folder of pictures a class, the built-in drawn digits, the downloader.
    .target(
      name: "Datasets",
      dependencies: [
        "SmallMatrices",
        "DrawnDigits", "NetworkDescription", "Threading", "ConvolutionCore", "PictureFiles", "SystemServices", "CZlib",
        "CDownload", "CNettle",
      ],
      swiftSettings: strict),
    // Open MPI, which a training over several processes needs; loaded in those that mpirun has started, and not needed to
    // build.
    .target(name: "CMPI", dependencies: ["CLazyLibrary"]),
    // The processes of mpirun: who they are, what they send each other, and what ends them.
    .target(name: "MessagePassing", dependencies: ["CMPI", "SystemServices", "Threading"], swiftSettings: strict),
    // A whole model in one safetensors file.
    .target(
      name: "ModelFiles",
      dependencies: [
        "CEmbeddedFiles", "NetworkDescription", "NetworkTraining", "ElementaryFunctions", "SmallMatrices",
        "SystemServices", "TextFormats",
      ],
      swiftSettings: strict),
    // What a program imports to use all this: the modules above under one name.
    .target(
      name: "ConvolutionLab",
      dependencies: [
        "ConvolutionCore", "PictureFiles", "KernelFiles", "NetworkDescription", "NetworkEngine", "NetworkTraining",
        "NetworkExplaining",
        "Datasets", "ModelFiles",
      ],
      swiftSettings: strict),

    // minizip: zip archives, which npz files are, zip64 too; loaded when one is read or written.
    .target(name: "CZipArchive"),
    // protobuf-c and the messages that its compiler made of Debian's onnx.proto; loaded when an ONNX file is read.
    .target(name: "CONNX"),
    // libhdf5: the format of Keras's weights; large, and loaded when such a file is read.
    .target(name: "CHDF5"),
    // What other programs read and write, as plain values: NumPy's npz, ONNX graphs, HDF5 arrays.
    .target(
      name: "InterchangeFiles",
      dependencies: ["ModelFiles", "SystemServices", "CZipArchive", "CONNX", "CHDF5"],
      swiftSettings: strict),

    // Networks as ONNX graphs, npz, and source for PyTorch and Keras, and back.
    .target(
      name: "NetworkInterchange",
      dependencies: ["NetworkDescription", "InterchangeFiles", "ModelFiles", "ConvolutionCore"],
      swiftSettings: strict),

    // Cairo: one drawing code for PNG, SVG and PDF, with text. Linked, it and the twenty libraries behind it (X11 among
    // them) took 2 ms of every start; it is loaded when a figure is drawn. Its headers: libcairo2-dev.
    .target(name: "CCairo", dependencies: ["CLazyLibrary"]),
    // giflib: the LZW coder of animations; loaded when one is written. Its header: libgif-dev.
    .target(name: "CGIF", dependencies: ["CLazyLibrary"]),
    // What figures are put together from: a canvas, text, number matrices, pictures with grids, rows and columns.
    .target(
      name: "DrawingKit",
      dependencies: ["ElementaryFunctions", "ConvolutionCore", "SystemServices", "TextFormats", "CCairo", "CGIF"],
      swiftSettings: strict),
    // Plots, bars, matrices of mistakes, and sheets of what a network has learned.
    .target(
      name: "Charts", dependencies: ["ElementaryFunctions", "ConvolutionCore", "NetworkDescription", "DrawingKit"],
      swiftSettings: strict),
    // The tutorial's figures, each computed while it is drawn.
    .target(
      name: "TutorialFigures",
      dependencies: [
        "ElementaryFunctions",
        "DrawnDigits", "NetworkDescription", "NetworkEngine", "NetworkExplaining", "NetworkTraining",
        "ConvolutionCore", "PictureFiles", "KernelFiles", "Datasets", "ModelFiles",
        "DrawingKit", "Charts", "CEmbeddedFiles",
      ],
      swiftSettings: strict),

    // Learned against hand-designed: matching, spans, fits, tests.
    .target(
      name: "Comparison",
      dependencies: [
        "ElementaryFunctions", "SmallMatrices",
        "NetworkDescription", "NetworkEngine", "NetworkTraining", "Threading", "ConvolutionCore",
        "SystemServices",
      ],
      swiftSettings: strict),
    // What a comparison found, as one HTML page with its figures.
    .target(
      name: "FilterReport", dependencies: ["ConvolutionCore", "TextFormats", "Comparison", "DrawingKit", "Charts"],
      swiftSettings: strict),

    // A network run one value at a time, so that every value can say how it came about; Embedded-Swift-clean.
    .target(name: "NetworkTracing", dependencies: ["ElementaryFunctions"], swiftSettings: strict),
    // A network as the plain numbers that NetworkTracing takes; Embedded-Swift-clean.
    .target(name: "NetworkPacking", dependencies: ["ConvolutionCore", "NetworkDescription"], swiftSettings: strict),
    // Builds the engine as WebAssembly and hands it to the target that makes the page.
    .plugin(name: "PageParts", capability: .buildTool()),
    // The interactive page as one HTML file: Page/ holds what draws and listens, Sources/WebAssembly the engine.
    .target(
      name: "ExplorePage",
      dependencies: [
        "ConvolutionCore", "PictureFiles", "KernelFiles", "NetworkDescription", "NetworkPacking", "DrawnDigits",
        "Datasets", "ModelFiles", "TextFormats", "CZlib",
      ],
      exclude: ["Page", "tsconfig.json", "write-parts"], swiftSettings: strict, plugins: ["PageParts"]),

    // A small parser with swift-argument-parser's conventions and spelling.
    .target(name: "CommandLineKit", dependencies: ["SystemServices", "TextFormats"], swiftSettings: strict),
    // One file a command.
    .target(
      name: "Commands",
      dependencies: [
        "NetworkDescription", "NetworkEngine", "NetworkExplaining", "NetworkTraining", "Threading",
        "CommandLineKit", "SystemServices", "TextFormats", "ConvolutionCore", "PictureFiles", "KernelFiles",
        "Datasets", "ModelFiles", "DrawingKit", "Charts", "TutorialFigures", "Comparison", "FilterReport",
        "ExplorePage",
        "InterchangeFiles", "NetworkInterchange", "MessagePassing",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "cnnlab", dependencies: ["Commands"], swiftSettings: strict,
      // The Swift runtime is inside the binary: it starts in milliseconds and works where it is copied.
      linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(platforms: [.linux]))]),

    // libFuzzer's entry, in a build that has it.
    .target(name: "CFuzzDriver"),
    // Feeds the readers of files from outside with damaged ones; not shipped.
    .executableTarget(
      name: "fuzz-readers",
      dependencies: [
        "CFuzzDriver", "ConvolutionCore", "Datasets", "KernelFiles", "ModelFiles", "NetworkDescription",
        "PictureFiles", "SystemServices", "TextFormats", "Threading",
      ],
      swiftSettings: strict),

    .testTarget(
      name: "ElementaryFunctionsTests", dependencies: ["ElementaryFunctions"], exclude: ["make-exact-values.py"],
      swiftSettings: strict),
    .testTarget(name: "SmallMatricesTests", dependencies: ["SmallMatrices"], swiftSettings: strict),
    .testTarget(name: "ThreadingTests", dependencies: ["Threading"], swiftSettings: strict),
    .testTarget(name: "SystemServicesTests", dependencies: ["Threading", "SystemServices"], swiftSettings: strict),
    .testTarget(name: "TextFormatsTests", dependencies: ["TextFormats"], swiftSettings: strict),
    .testTarget(
      name: "ConvolutionCoreTests", dependencies: ["ConvolutionCore"], swiftSettings: strict),
    .testTarget(
      name: "NetworksTests",
      dependencies: [
        "NetworkDescription", "NetworkEngine", "NetworkExplaining", "NetworkTraining", "ConvolutionCore", "Threading",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PictureFilesTests", dependencies: ["PictureFiles", "SystemServices", "CZlib"], swiftSettings: strict),
    .testTarget(
      name: "ComparisonTests",
      dependencies: [
        "NetworkDescription", "NetworkEngine", "NetworkTraining", "Comparison", "ConvolutionCore", "KernelFiles",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KernelFilesTests", dependencies: ["KernelFiles", "TextFormats"], swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        "ConvolutionCore", "DrawnDigits", "NetworkDescription", "Datasets", "PictureFiles", "SystemServices", "CZlib",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ModelFilesTests",
      dependencies: ["NetworkDescription", "NetworkTraining", "ModelFiles", "SystemServices", "TextFormats"],
      swiftSettings: strict),
    .testTarget(
      name: "InterchangeFilesTests", dependencies: ["InterchangeFiles", "ModelFiles"], swiftSettings: strict),
    .testTarget(
      name: "LayerLoopsTests",
      dependencies: [
        "CLayerLoops", "CProcessor", "ConvolutionCore", "LayerLoops", "LayerLoopsAVX2", "LayerLoopsAVX512",
        "NetworkDescription",
      ],
      swiftSettings: strict),
    .testTarget(name: "FilterReportTests", dependencies: ["DrawingKit", "FilterReport"], swiftSettings: strict),
    .testTarget(
      name: "NetworkInterchangeTests",
      dependencies: [
        "ConvolutionCore", "InterchangeFiles", "ModelFiles", "NetworkDescription", "NetworkEngine",
        "NetworkInterchange",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TutorialFiguresTests",
      dependencies: [
        "NetworkDescription", "NetworkTraining", "DrawingKit", "Charts", "TutorialFigures", "ConvolutionCore",
        "PictureFiles", "KernelFiles",
        "SystemServices",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ExplorePageTests",
      dependencies: [
        "ExplorePage", "ConvolutionCore", "KernelFiles", "NetworkDescription", "NetworkPacking", "NetworkTraining",
        "NetworkTracing",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineKitTests", dependencies: ["CommandLineKit"], swiftSettings: strict),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "ConvolutionCore", "PictureFiles", "KernelFiles", "Datasets", "NetworkDescription", "DrawingKit",
        "SystemServices", "TextFormats", "Threading",
      ],
      swiftSettings: strict),
  ]
)
