/// ln Σ eˣ over `count` numbers, which no large x overflows: the largest is taken out first. −∞ of none.
///
/// x[i] less this is the logarithm of the softmax at i.
/// - Complexity: `count` exponentials.
public func logarithmOfSummedPowers(_ count: Int, _ x: (_ index: Int) -> Double) -> Double {
  var largest = -Double.infinity
  for index in 0..<count where x(index) > largest { largest = x(index) }
  var sum = 0.0
  for index in 0..<count { sum += exponential(x(index) - largest) }
  return naturalLogarithm(sum) + largest
}
