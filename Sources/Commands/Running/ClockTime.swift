/// A span of time as clocks show it, begun seconds as whole ones: `0:07`, `12:40`, `1:02:03`.
package func clockTime(_ seconds: Double) -> String {
  let whole = Int(max(0, seconds).rounded(.up))
  func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
  let minutes = whole / 60
  return minutes < 60
    ? "\(minutes):\(two(whole % 60))" : "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
}
