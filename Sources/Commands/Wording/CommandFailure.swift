import ConvolutionCore
import DrawingKit
import KernelFiles
import PictureFiles
import SystemServices

/// What stops a command; each case carries what was found. The wording stands in `CommandFailureText.swift`.
package enum CommandFailure: Error {
  /// A picture that cannot be read or written.
  case picture(String, ImageError)
  /// A picture that cannot be read, by a command that has options for how pictures are read.
  case unreadable(String, ImageError)
  /// A file or folder that the system refuses.
  case file(FileError)
  /// A kernel file that cannot be understood.
  case kernel(KernelError)
  /// A stage that does not fit a picture.
  case stage(String, StageError)
  /// Maps of different sizes for one file.
  case mapsDiffer(String, first: (name: String, size: Size), other: (name: String, size: Size))
  /// An output that is one of the files read.
  case outputIsInput(String, String)
  /// Two outputs of one name, from these inputs.
  case sameOutput(String, String, String)
  /// More than one output for standard output.
  case severalToStandardOutput
  /// `-o` names one file, but there are several outputs.
  case outputNamesOneFile(String, count: Int)
  /// `-o` is a file, but there are several outputs.
  case outputIsNoFolder(String, count: Int)
  /// `--format` and the end of `-o` disagree.
  case formatsDiffer(String, asked: MapFormat)
  /// `-o` ends in the name of a format that is not written.
  case formatIsNotWritten(String)
  /// A figure that cannot be drawn or written.
  case figure(FigureError)
  /// `--format` and the end of `-o` disagree about a figure.
  case figureFormatsDiffer(String, asked: FigureFormat)
  /// `--format` asks a figure for an animation, but it does not move.
  case figureStandsStill(String)
  /// A picture without anything that could be a digit.
  case noDigit(String)
  /// A network for pictures that are neither gray nor coloured.
  case channels(String, expected: Int)
  /// A region that reaches out of the picture.
  case regionOutside(Region, Size)
  /// A region without width or height.
  case regionIsEmpty(Region)
  /// A region of more pixels than can be printed.
  case regionTooLarge(Region, limit: Int)
}
