import ConvolutionLab

let picture = try PictureReader.readGray("samples/boat.png")
let kernel = try Kernel(rows: [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
let edges = try Convolution(padding: .same).map(of: picture, with: kernel)
let positive = Activation.relu.applied(to: edges)
let pooled = try Pooling(.max, window: 2).apply(positive)
try PNGWriter.write(pooled, to: "edges.png")
print("\(picture.size) pixels became \(pooled.size): see edges.png")
