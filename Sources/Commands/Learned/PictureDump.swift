import Charts
import ConvolutionCore
import Datasets
import DrawingKit
import NetworkDescription
import NetworkExplaining
import PictureFiles
import SystemServices

extension ModelDump {
  /// Every layer's values for a picture of C × H × W bytes, the answer, and which pixels it hangs on.
  mutating func addPicture(_ pixels: [UInt8], name picture: String) {
    let shape = model.network.architecture.input
    let content = pictureContent(pixels.map { Float($0) }, shape)
    parts.append { [self] files in
      try addAnswer(pixels, content, picture, to: &files)
      try addLayers(pixels, picture, to: &files)
    }
    parts.append { [self] files in
      let answer = try self.answer(pixels)
      let saliency = try Saliency(model.network, picture: pixels, output: answer)
      try add(
        .saliency(
          Plane(width: shape.width, height: shape.height, values: saliency.strength), picture: content,
          answer: model.classes[answer], title: "Saliency of \(picture) for \(name)"), "saliency", to: &files)
      files.add("saliency.npy", array(saliency.strength, shape))
      // A square of a fifth of the picture hides a stroke, but not the whole digit.
      let side = max(3, min(shape.height, shape.width) / 5) | 1
      let occlusion = try OcclusionMap(inference, picture: pixels, answer: answer, side: side)
      try add(
        .occlusion(
          Plane(width: shape.width, height: shape.height, values: occlusion.loss), picture: content,
          answer: model.classes[answer], whole: Double(occlusion.whole), side: side,
          cover: occlusion.cover,
          title: "Occlusion of \(picture) for \(name)"), "occlusion", to: &files)
      files.add("occlusion.npy", array(occlusion.loss, shape))
    }
  }

  /// Values H × W as a NumPy array.
  private func array(_ values: [Float], _ shape: Shape) -> [UInt8] {
    NumPyWriter.encode([Plane(width: shape.width, height: shape.height, values: values)], stacked: false)
  }

  private func answer(_ pixels: [UInt8]) throws -> Int {
    let probabilities = try inference.probabilities(of: pixels)
    return probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
  }

  private func addAnswer(
    _ pixels: [UInt8], _ content: Pixels.Content, _ picture: String, to files: inout GatheredFiles
  ) throws {
    let probabilities = try inference.probabilities(of: pixels)
    let named = zip(model.classes, probabilities).map { (name: $0, share: Double($1)) }
    try add(.answer(content, probabilities: named, title: "\(name) on \(picture)"), "answer", to: &files)
    files.add(
      "probabilities.csv",
      text: "class,probability\n" + zip(model.classes, probabilities).map { "\(quoted($0)),\($1)\n" }.joined())
  }

  private func addLayers(_ pixels: [UInt8], _ picture: String, to files: inout GatheredFiles) throws {
    let layers = try inference.activations(of: pixels)
    let digits = "\(layers.count)".count
    for (index, layer) in layers.enumerated() {
      let number = "\(index + 1)"
      let stem = "layers/" + String(repeating: "0", count: digits - number.count) + "\(number)-\(layer.name)"
      let (shape, area) = (layer.shape, layer.shape.height * layer.shape.width)
      let title = "\(layer.name) of \(name) on \(picture)"
      let remark = "\(layer.layer): \(shape.text)"
      let maps = (0..<shape.channels).map { channel in
        Plane(
          width: shape.width, height: shape.height, values: Array(layer.values[channel * area..<(channel + 1) * area]))
      }
      if area > 1 {
        try add(.featureMaps(maps, title: title, remark: remark), stem, to: &files)
        files.add("\(stem).npy", NumPyWriter.encode(maps, stacked: true))
      } else {
        try add(.nodes(layer.values, title: title, remark: remark + " nodes"), stem, to: &files)
        files.add(
          "\(stem).npy",
          NumPyWriter.encode([Plane(width: layer.values.count, height: 1, values: layer.values)], stacked: false))
      }
    }
  }

  /// The patches of a data set that excite each filter most: of its test part, or of all where there is none.
  mutating func addPatches(of source: DatasetSource, limit: Int) throws {
    let pictures = try readTestPictures(source, for: model.input())
    warn(leftOut: pictures.leftOut)
    let all = pictures.examples
    let examples = limit > 0 && limit < all.count ? all[0..<limit] : all
    let shape = Shape(channels: examples.channels, height: examples.height, width: examples.width)
    for layer in learned.layers {
      parts.append { [self] files in
        let found = try ExcitingPatches(inference, layer: layer.name, in: examples, count: 8)
        let architecture = model.network.architecture
        let node = architecture.specification.index(of: layer.name) ?? 0
        let filters = found.patches.enumerated().map { filter, patches in
          (
            weights: layer.channelCount == 1 ? layer.plane(filter, 0) : nil,
            patches: patches.map { patch in
              pictureContent(
                (0..<shape.channels).flatMap { channel in
                  patch.rows.flatMap { row in
                    patch.columns.map { column in
                      Float(
                        examples.pixels[
                          patch.picture * examples.pictureSize + (channel * shape.height + row) * shape.width + column])
                    }
                  }
                }, Shape(channels: shape.channels, height: patch.rows.count, width: patch.columns.count))
            }, largest: Double(patches.first?.value ?? 0)
          )
        }
        try add(
          .excitingPatches(
            filters, field: architecture.receptiveFields[node].size,
            title: "What excites the filters of \(layer.name) of \(name) in \(source.name)",
            remark: "the parts of \(thousands(examples.count)) pictures with the largest values before the activation"
              + " function, each from another picture"), "patches-\(layer.name)", to: &files)
      }
    }
  }
}

/// A word as a cell of comma-separated values.
private func quoted(_ word: String) -> String {
  guard word.contains(where: { ",\"\n".contains($0) }) else { return word }
  return "\"" + word.flatMap { $0 == "\"" ? [$0, $0] : [$0] } + "\""
}
