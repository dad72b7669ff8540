import DrawingKit
import SystemServices
import TutorialFigures

/// Draws figures and writes each to its file.
struct FigureRun {
  let plan: FigurePlan
  let inputs: FigureInputs
  let style: Style
  let scale: Double

  func run() throws(CommandFailure) {
    do throws(FileError) {
      if let folder = plan.folder { try makeFolder(folder) }
    } catch {
      throw .file(error)
    }
    do throws(CommandFailure) {
      try draw()
    } catch {
      // Of a run that failed not even an empty folder is left.
      if let folder = plan.folder { removeEmptyFolder(folder) }
      throw error
    }
  }

  private func draw() throws(CommandFailure) {
    for (figure, path) in plan.files {
      let bytes: [UInt8]
      do throws(FigureError) {
        bytes = try figure.figure(inputs).rendered(as: plan.format, style: style, scale: scale)
      } catch {
        throw .figure(error)
      }
      do throws(FileError) {
        try writeFile(path, bytes)
      } catch {
        throw .file(error)
      }
      if path != "-" { printOut(path) }
    }
  }
}
