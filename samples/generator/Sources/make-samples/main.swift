// Computes the pictures of samples/ anew: `make-samples FOLDER [NAME …]`, all of them when no name is given.

import PictureFiles
import SampleScenes
import SystemServices
import TextFormats
import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first else {
  printError("usage: make-samples FOLDER [boat.png cat.png eight.png chart.png]")
  exit(64)
}
let reduction = 5
let wanted = Set(arguments.dropFirst())

func make(
  _ picture: @autoclosure () -> some SamplePicture, _ fileName: String, hasSmall: Bool = true
) throws(ImageError) {
  guard wanted.isEmpty || wanted.contains(fileName) else { return }
  let start = monotonicSeconds()
  let picture = picture()
  let format: PixelFormat = picture.channels == 3 ? .rgb8 : .gray8
  let bytes = picture.render()
  try PNGWriter.write(
    bytes, width: picture.width, height: picture.height, format: format, to: "\(folder)/\(fileName)",
    compression: .small)
  // A fifth of the size: these are inside the program, as what figures show when no picture is given.
  if hasSmall {
    let small = reduced(
      bytes, width: picture.width, height: picture.height, channels: picture.channels, by: reduction)
    try PNGWriter.write(
      small, width: picture.width / reduction, height: picture.height / reduction, format: format,
      to: "\(folder)/small/\(fileName)", compression: .small)
  }
  print("\(fileName): \(picture.width) × \(picture.height), \(decimal(monotonicSeconds() - start, 1)) s")
}

do {
  try makeFolder("\(folder)/small")
  try make(BoatPicture(), BoatPicture.fileName)
  try make(CatPicture(), CatPicture.fileName)
  try make(EightPicture(), EightPicture.fileName)
  try make(ChartPicture(), ChartPicture.fileName, hasSmall: false)
} catch {
  printError("Error: \(error)")
  exit(1)
}
