import ConvolutionCore
import DrawingKit
import KernelFiles
import PictureFiles
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Every sentence of the commands on what went wrong: what was found, what was expected, what to do.
extension CommandFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .picture(_, .file(let error)), .unreadable(_, .file(let error)), .file(let error), .figure(.file(let error)):
      fileText(error)
    case .picture(let path, let error):
      "\(shown(path)): \(error)"
    case .unreadable(let path, let error):
      "\(shown(path)): \(error)\(optionAdvice(error))"
    case .kernel(let error):
      "\(error)"
    case .stage(let path, let failure):
      "\(shown(path))" + (failure.of > 1 ? ", stage \(failure.number) (\(failure.name))" : "")
        + ": \(failure.error)\(optionAdvice(failure.error))"
    case .mapsDiffer(let path, let first, let other):
      "The maps of \(shown(path)) cannot be stacked in one file: \(first.name) gives \(first.size), \(other.name) gives "
        + "\(other.size); use --padding same, or end -o with / for a file each"
    case .outputIsInput(let output, let input):
      output == input
        ? "The output \(output) is the input; an input is never overwritten: choose another name"
        : "The output \(output) is the same file as the input \(input); an input is never overwritten: "
          + "choose another name"
    case .sameOutput(let path, let first, let second):
      sameOutputText(path, first, second)
    case .severalToStandardOutput:
      "Standard output takes one map, but there are several: name a folder with -o"
    case .outputNamesOneFile(let path, let count):
      "-o \(path) names one file, but \(count) would be written: name a folder"
    case .outputIsNoFolder(let path, let count):
      "-o \(path) is a file, but \(count) would be written: name a folder"
    case .formatsDiffer(let path, let asked):
      "-o \(path) ends in .\(fileExtension(path)), but --format is \(asked.rawValue): make them agree"
    case .formatIsNotWritten(let path):
      "-o \(path) ends in .\(fileExtension(path)), which is not written: end it in .png, .npy or .csv"
    case .figure(.unknownFormat(let path)):
      "-o \(path) ends in .\(fileExtension(path)), which is not written: end it in .png, .svg, .pdf or .gif"
    case .figure(let error):
      sentence(error)
    case .figureFormatsDiffer(let path, let asked):
      "-o \(path) ends in .\(fileExtension(path)), but --format is \(asked.rawValue): make them agree"
    case .figureStandsStill(let name):
      "The figure \(name) does not move, so there is no GIF of it: ask for png, svg or pdf"
    case .noDigit(let path):
      "\(shown(path)): nothing stands out from its ground; expected one digit, or give --raw"
    case .channels(let path, let expected):
      "\(shown(path)) has 1 or 3 channels, but the network takes \(expected)"
    case .regionOutside(let region, let size):
      "The region \(region.defaultValueDescription) reaches out of the picture: X,Y,W,H must lie within \(size) pixels"
    case .regionIsEmpty(let region):
      "The region \(region.defaultValueDescription) holds no pixel: W and H of X,Y,W,H must be 1 or more"
    case .regionTooLarge(let region, let limit):
      "The region \(region.defaultValueDescription) holds \(region.width * region.height) pixels; at most \(limit) are "
        + "printed"
    }
  }
}

/// A path as messages show it.
private func shown(_ path: String) -> String { path == "-" ? "standard input" : path }

/// What is said of a damaged picture of which the rest was taken.
func damageText(_ path: String, _ damage: PictureDamage) -> String {
  let missing = damage.height - damage.rows
  let rest: String
  if missing > 0 {
    rest = "the last \(missing) of its \(damage.height) rows are filled with the background"
  } else if case .truncated = damage.error {
    rest = "they are taken"
  } else {
    rest = "what follows the damage may be wrong"
  }
  return "Warning: \(shown(path)): \(damage.error); \(rest)"
}

/// What two inputs of one output should be told apart by.
private func sameOutputText(_ path: String, _ first: String, _ second: String) -> String {
  if first == second {
    return "Two outputs would be named \(path), both from \(shown(first)): name each kernel and each picture once"
  }
  let areApart = fileName(first) == fileName(second) && parentFolder(first) != parentFolder(second)
  return "Two outputs would be named \(path), from \(shown(first)) and \(shown(second)): "
    + "filter them one by one with -o" + (areApart ? ", or give --keep-folders" : "")
}

/// Something to know that is no error, on standard error.
func printNote(_ text: String) { printError("Note: \(text)") }

/// Which pictures a run leaves out, and why.
func ownOutputsText(_ paths: [String]) -> String {
  let rest = paths.count > 3 ? " and \(paths.count - 3) more" : ""
  let names = paths.prefix(3).map { $0.printable(limit: 80) }.joined(separator: ", ")
  return "Left out \(names)\(rest): this command has made \(paths.count == 1 ? "it" : "them") from the other pictures"
}

private func fileText(_ error: FileError) -> String {
  if error.operation == .read && error.code == EISDIR {
    var folder = error.path[...]
    while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
    return "Cannot read \(error.path): it is a folder; name the pictures in it, as \(folder == "/" ? "" : folder)/*.png"
  }
  return sentence(error)
}

/// A library's message as a line of its own: with a capital letter.
func sentence(_ error: some Error & CustomStringConvertible) -> String {
  let text = error.description
  return text.prefix(1).uppercased() + text.dropFirst()
}
