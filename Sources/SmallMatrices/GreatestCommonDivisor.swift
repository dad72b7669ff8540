/// The largest whole number that divides both; 0 when both are 0. Neither may be `Int.min`.
public func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
  var (first, second) = (abs(first), abs(second))
  while second != 0 { (first, second) = (second, first % second) }
  return first
}
