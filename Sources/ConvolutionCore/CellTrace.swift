/// How one value of a map came about: every product and every partial sum, in the order and with the rounding of
/// ``ConvolutionPlan/apply(to:rows:into:)``, so that the last of them is the value itself, bit for bit.
public struct CellTrace: Sendable, Equatable {
  /// One weight over one pixel.
  public struct Tap: Sendable, Equatable {
    /// The row of the picture that is read; nil where the border is zero.
    public let row: Int?
    /// The column of the picture that is read; nil where the border is zero.
    public let column: Int?
    /// What stands there.
    public let value: Float
    /// The numerator over it.
    public let weight: Float
    /// weight · value.
    public let product: Float
  }

  /// One column of a low-rank kernel's part: what it sums to, and that times the row's weight.
  public struct ColumnSum: Sendable, Equatable {
    /// The sum down the column.
    public let value: Float
    /// The weight of the row.
    public let weight: Float
    /// weight · value.
    public let product: Float
  }

  /// A tap for each weight, row by row.
  public let taps: [Tap]
  /// Empty where the taps' products themselves are summed; else the columns of the first part, of the second, …,
  /// whose products are.
  public let columns: [ColumnSum]
  /// The sums after each of the products that are summed, the last of them before the division.
  public let sums: [Float]
  /// The last sum over the divisor, plus the bias.
  public let value: Float
}

extension ConvolutionPlan {
  /// How the value at row `y`, column `x` of the map comes about.
  /// - Complexity: the weights of the kernel, times its rank where it is taken by columns and rows.
  public func trace(_ plane: Plane, row y: Int, column x: Int) -> CellTrace {
    precondition(plane.size == source, "the plan is for pictures of another size")
    precondition(y >= 0 && y < output.height && x >= 0 && x < output.width, "no such cell")
    var taps: [CellTrace.Tap] = []
    for i in 0..<kernel.height {
      let row = geometry.border.source(
        of: y * geometry.stride + i * geometry.dilation - geometry.top, count: source.height)
      for j in 0..<kernel.width {
        let column = geometry.border.source(
          of: x * geometry.stride + j * geometry.dilation - geometry.left, count: source.width)
        var value: Float = 0
        if let row, let column { value = plane[row, column] }
        let weight = kernel.numerators[i * kernel.width + j]
        let lies = row != nil && column != nil
        taps.append(
          CellTrace.Tap(
            row: lies ? row : nil, column: lies ? column : nil, value: value, weight: weight, product: weight * value))
      }
    }
    let columns = lowRank.map { columnSums(taps, $0) } ?? []
    let products = columns.isEmpty ? taps.map { $0.product } : columns.map { $0.product }
    var sums: [Float] = []
    if isSummedInDoubles {
      let exact = exactSums(taps)
      return CellTrace(
        taps: taps, columns: columns, sums: exact.map { Float($0) },
        value: Float((exact.last ?? 0) / Double(kernel.divisor) + Double(convolution.bias)))
    }
    var sum: Float = 0
    for product in products {
      sum += product
      sums.append(sum)
    }
    return CellTrace(taps: taps, columns: columns, sums: sums, value: sum / kernel.divisor + convolution.bias)
  }

  /// The sums after each product in double precision; as whole numbers they do not depend on the order.
  private func exactSums(_ taps: [CellTrace.Tap]) -> [Double] {
    var products: [Double] = []
    if let lowRank {
      for part in 0..<lowRank.rank {
        for j in 0..<kernel.width {
          var sum = 0.0
          for i in 0..<kernel.height {
            sum += Double(lowRank.columns[part * kernel.height + i]) * Double(taps[i * kernel.width + j].value)
          }
          products.append(Double(lowRank.rows[part * kernel.width + j]) * sum)
        }
      }
    } else {
      products = taps.map { Double($0.weight) * Double($0.value) }
    }
    var total = 0.0
    return products.map {
      total += $0
      return total
    }
  }

  private func columnSums(_ taps: [CellTrace.Tap], _ lowRank: LowRankKernel) -> [CellTrace.ColumnSum] {
    var result: [CellTrace.ColumnSum] = []
    for part in 0..<lowRank.rank {
      for j in 0..<kernel.width {
        var sum: Float = 0
        for i in 0..<kernel.height {
          sum += lowRank.columns[part * kernel.height + i] * taps[i * kernel.width + j].value
        }
        let weight = lowRank.rows[part * kernel.width + j]
        result.append(CellTrace.ColumnSum(value: sum, weight: weight, product: weight * sum))
      }
    }
    return result
  }
}
