// What the processor can do at most: multiply-adds that wait for nothing but their own accumulator.
func measurePeak(_ rounds: Int, _ result: UnsafeMutablePointer<Float>) -> Double {
  var sums = InlineArray<3, InlineArray<4, Lanes>>(repeating: InlineArray(repeating: Lanes(repeating: result[0])))
  let value = Lanes(repeating: result[1])
  let factor = Lanes(repeating: result[2])
  var round = 0
  while round < rounds {
    for i in 0..<3 {
      for j in 0..<4 { sums[i][j] = multiplyAdd(value, sums[i][j], factor) }
    }
    round &+= 1
  }
  var total = Lanes(repeating: 0)
  for i in 0..<3 {
    for j in 0..<4 { total += sums[i][j] }
  }
  result[0] = total[0]
  return 2 * 12 * Double(laneWidth) * Double(rounds)
}
