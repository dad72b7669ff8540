import CLayerLoops

// Maximum pooling that remembers the place of each largest value instead of keeping all values for the way back; for
// windows without gaps or padding.

/// No place: nothing was above zero, where a ReLU follows.
private let nowhere: Float = -1

func maxPoolWinners(
  _ shape: UnsafePointer<LanePooling>, _ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>,
  _ winners: UnsafeMutablePointer<Float>, _ relu: Int32
) {
  let from = input.pointee
  let to = output.pointee
  let depth = from.depth
  let least = spread(relu != 0 ? 0 : -.infinity)
  var places = winners
  forEachWindow(shape.pointee, from, to) { y, x, rows, columns in
    let source = from.origin + rows.first &* from.row + columns.first &* from.column
    let target = to.origin + y &* to.row + x &* to.column
    withWindowSize(rows, columns) { height, width in
      var c = 0
      while c < depth {
        var best = least
        var winner = spread(nowhere)
        var place: Float = 0
        var row = source + c
        for _ in 0..<height {
          var next = row
          for _ in 0..<width {
            let value = next.block
            winner = winner.replacing(with: spread(place), where: value .> best)
            best = larger(best, value)
            place += 1
            next += from.column
          }
          row += from.row
        }
        (target + c).block = best
        places.block = winner
        places += blockWidth
        c &+= blockWidth
      }
    }
  }
}

// Windows stand side by side, so each value of `result` is written once; between windows there are zeros.
func maxPoolWinnersGradient(
  _ shape: UnsafePointer<LanePooling>, _ winners: UnsafePointer<Float>, _ gradient: UnsafePointer<LaneMap>,
  _ result: UnsafePointer<LaneMap>
) {
  let pooling = shape.pointee
  let from = gradient.pointee
  let to = result.pointee
  let depth = to.depth
  let zero = spread(0)
  var places = winners
  if pooling.stepY != pooling.windowHeight || pooling.stepX != pooling.windowWidth { clear(to) }
  forEachWindow(pooling, to, from) { y, x, rows, columns in
    let target = to.origin + rows.first &* to.row + columns.first &* to.column
    let incoming = from.origin + y &* from.row + x &* from.column
    withWindowSize(rows, columns) { height, width in
      var c = 0
      while c < depth {
        let winner = places.block
        let share = (incoming + c).block
        var place: Float = 0
        var row = target + c
        for _ in 0..<height {
          var next = row
          for _ in 0..<width {
            next.block = zero.replacing(with: share, where: winner .== spread(place))
            place += 1
            next += to.column
          }
          row += to.row
        }
        places += blockWidth
        c &+= blockWidth
      }
    }
  }
}
