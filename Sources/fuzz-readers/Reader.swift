import ConvolutionCore
import Datasets
import KernelFiles
import ModelFiles
import NetworkDescription
import PictureFiles
import SystemServices
import TextFormats

/// What reads files from outside. Each must end with a value or an error in words, whatever the bytes are.
enum Reader: String, CaseIterable {
  case picture
  case kernel
  case idx
  case cifar
  case safetensors
  case specification
  case json

  /// Reads the bytes; returns what is wrong with the way it failed, or nil.
  func read(_ bytes: [UInt8], scratch: String) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      switch self {
      case .picture: try readPicture(bytes)
      case .kernel: _ = try KernelReader.parse(text)
      case .idx: _ = try IDXArray(bytes, dimensionCount: 3, path: "file")
      case .cifar:
        try writeFile("\(scratch)/data_batch_1.bin", bytes)
        _ = try readDataset(.folder(scratch))
      case .safetensors: _ = try Model(decoding: bytes, path: "file")
      case .specification:
        let specification = try NetworkSpecification(parsing: text)
        _ = try Architecture(specification, input: Shape(channels: 3, height: 32, width: 32))
      case .json: return checkJSON(try JSONValue(parsing: bytes))
      }
      return nil
    } catch {
      // Words of the file are made harmless where errors are printed, in one place for all.
      return "\(error)".isEmpty ? "an error without words" : nil
    }
  }

  /// Every way through the decoders.
  private func readPicture(_ bytes: [UInt8]) throws {
    var options = PictureOptions(maximumPixels: 1 << 20)
    let picture = try? PictureReader.decode(bytes, options: options)
    options.keepsDamaged = true
    _ = try? PictureReader.decode(bytes, options: options)
    let gray = try PictureReader.decodeGray(FileBytes(bytes), .rec709, options: options)
    if let picture, picture.width != gray.width || picture.height != gray.height { throw Disagreement.size }
  }

  private enum Disagreement: Error { case size }

  /// What was read is written so that it is read again as the same.
  private func checkJSON(_ value: JSONValue) -> String? {
    let again = try? JSONValue(parsing: Array(value.text.utf8))
    return again?.text == value.text ? nil : "JSON that does not come back"
  }
}
