/// The candidate that `word` was most likely meant to be; nil when none is near.
///
/// Distance is the number of letters to insert, remove, change or swap with a neighbour; up to a third of the
/// candidate's letters, and two in any case, are near. The first of several equally near ones is taken.
public func closest(to word: String, among candidates: [String]) -> String? {
  // Longer than any name: nothing is near, and nothing needs to be compared.
  guard word.utf8.count <= 200 else { return nil }
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let distance = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
    let limit = max(2, candidate.count / 3)
    guard distance <= limit, distance < max(word.count, candidate.count) - 1 else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
  }
  return best?.candidate
}

/// Optimal string alignment distance.
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var before: [Int] = []
  var above = Array(0...second.count)
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      var cost = min(above[j] + (first[i] == second[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] { cost = min(cost, before[j - 1] + 1) }
      row.append(cost)
    }
    before = above
    above = row
  }
  return above[second.count]
}
