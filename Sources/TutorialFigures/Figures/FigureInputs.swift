import ConvolutionCore
import DrawingKit
import KernelFiles
import PictureFiles

/// What figures are drawn from; everything left out is the figure's own choice.
public struct FigureInputs: Sendable {
  /// The picture with the words that name it on the command line.
  public var image: (picture: PictureFiles.Picture, argument: String)?
  /// The kernels with the words that name them on the command line.
  public var kernels: (list: [NamedKernel], argument: String)?
  /// The matrix with the words that name it on the command line.
  public var matrix: (plane: Plane, argument: String)?
  /// The model with the words that name it on the command line.
  public var model: (model: FigureModel, argument: String)?

  /// Nothing but the figures' own choices.
  public init() {}

  /// The picture in gray, at most `columns` wide; small enough that each figure is drawn in a moment.
  public func gray(columns: Int) -> Plane {
    (image?.picture ?? DefaultPicture.boat).gray().scaledDown(columns: columns)
  }

  /// The picture as it is, at most `columns` wide.
  func raster(columns: Int) -> Raster {
    let picture = image?.picture ?? DefaultPicture.boat
    let channels = picture.channels.map { $0.scaledDown(columns: columns) }
    var raster = Raster(width: channels[0].width, height: channels[0].height)
    for index in 0..<channels[0].values.count {
      func byte(_ channel: Int) -> UInt8 {
        UInt8(max(0, min(255, channels[min(channel, channels.count - 1)].values[index].rounded())))
      }
      raster.set(index, (byte(0), byte(1), byte(2)))
    }
    return raster
  }

  /// The kernels asked for, or those named.
  func kernels(_ names: String...) throws(FigureError) -> [NamedKernel] {
    if let kernels { return kernels.list }
    var list: [NamedKernel] = []
    for name in names { list.append(try named(name)) }
    return list
  }

  /// The first kernel asked for, or the one named.
  func kernel(_ name: String) throws(FigureError) -> NamedKernel {
    if let first = kernels?.list.first { return first }
    return try named(name)
  }

  private func named(_ name: String) throws(FigureError) -> NamedKernel {
    do throws(KernelError) {
      return try KernelLibrary.kernel(named: name)
    } catch {
      throw .input(error.description)
    }
  }

  /// The command that draws the figure from these inputs.
  func commandLine(for figure: TutorialFigure) -> String {
    var words = "cnnlab figures \(figure.name)"
    for input in figure.inputs {
      let argument =
        switch input {
        case .image: image?.argument
        case .kernel: kernels?.argument
        case .matrix: matrix?.argument
        case .model: model?.argument
        }
      if let argument {
        words += " --\(input.rawValue) " + (argument.contains(" ") ? "\"\(argument)\"" : argument)
      }
    }
    return words
  }
}

extension Convolution {
  /// The map, with errors as a figure reports them.
  func map(of plane: Plane, _ kernel: Kernel) throws(FigureError) -> Plane {
    do throws(ConvolutionError) {
      return try apply(plane, with: kernel)
    } catch {
      throw .convolution(error)
    }
  }
}

extension Pooling {
  /// The pooled map, with errors as a figure reports them.
  func map(of plane: Plane) throws(FigureError) -> Plane {
    do throws(ConvolutionError) {
      return try apply(plane)
    } catch {
      throw .convolution(error)
    }
  }
}

extension Plane {
  /// A small matrix of given rows; every row has as many values as the first.
  init(rows: [[Float]]) {
    self.init(width: rows.first?.count ?? 0, height: rows.count, values: rows.flatMap { $0 })
  }

  /// The window of `width` × `height` whose values differ most, the first of equals: where there is most to see.
  func liveliestWindow(width: Int, height: Int, step: Int = 1) -> (x: Int, y: Int) {
    var best = (x: 0, y: 0, spread: -1.0)
    for y in stride(from: 0, through: self.height - height, by: step) {
      for x in stride(from: 0, through: self.width - width, by: step) {
        var (sum, squares) = (0.0, 0.0)
        for row in y..<y + height {
          for column in x..<x + width {
            let value = Double(self[row, column])
            sum += value
            squares += value * value
          }
        }
        let spread = squares - sum * sum / Double(width * height)
        if spread > best.spread { best = (x, y, spread) }
      }
    }
    return (best.x, best.y)
  }
}
