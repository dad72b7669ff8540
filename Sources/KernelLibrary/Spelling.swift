/// The candidate nearest to a misspelt word, when it is near enough to be meant: at most a third of its letters away.
///
/// Distance counts insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
/// The first of several equally near ones wins.
func nearestSpelling(of word: String, among candidates: some Sequence<String>) -> String? {
  let letters = Array(word.lowercased())
  var best: String?
  var bestDistance = max(1, letters.count / 3) + 1
  for candidate in candidates {
    let distance = editDistance(letters, Array(candidate), limit: bestDistance)
    if distance < bestDistance { (best, bestDistance) = (candidate, distance) }
  }
  return best
}

private func editDistance(_ first: [Character], _ second: [Character], limit: Int) -> Int {
  guard abs(first.count - second.count) < limit else { return limit }
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for i in 0..<first.count {
    var row = [i + 1]
    for j in 0..<second.count {
      var cost = min(last[j] + (first[i] == second[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] { cost = min(cost, beforeLast[j - 1] + 1) }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[second.count]
}
