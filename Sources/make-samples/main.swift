// Computes the pictures of samples/ anew: `make-samples FOLDER [NAME …]`, all of them when no name is given.

import Images
import Platform
import SampleScenes

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first else {
  printError("usage: make-samples FOLDER [boat.png cat.png eight.png chart.png]")
  exit(64)
}
let wanted = Set(arguments.dropFirst())

func make(_ picture: @autoclosure () -> some SamplePicture, _ fileName: String) throws(ImageError) {
  guard wanted.isEmpty || wanted.contains(fileName) else { return }
  let start = monotonicSeconds()
  let picture = picture()
  try PNGWriter.write(
    picture.render(), width: picture.width, height: picture.height, format: picture.channels == 3 ? .rgb8 : .gray8,
    to: "\(folder)/\(fileName)", compression: .small)
  print("\(fileName): \(picture.width) × \(picture.height), \(decimal(monotonicSeconds() - start, 1)) s")
}

do {
  try make(BoatPicture(), BoatPicture.fileName)
  try make(CatPicture(), CatPicture.fileName)
  try make(EightPicture(), EightPicture.fileName)
  try make(ChartPicture(), ChartPicture.fileName)
} catch {
  printError("Error: \(error)")
  exit(1)
}
