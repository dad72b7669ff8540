import DrawingKit
import NetworkDescription
import TextFormats

/// How often pictures of each class were taken for each: `counts[truth][answer]`.
package struct ConfusionCounts {
  let classes: [String]
  let counts: [[Int]]

  package init(labels: [UInt16], answers: [UInt16], classes: [String]) {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for (label, answer) in zip(labels, answers) { counts[Int(label)][Int(answer)] += 1 }
    self.classes = classes
    self.counts = counts
  }

  /// Of the pictures taken for a class, the share that are of it; nil when none was taken for it.
  package func precision(_ index: Int) -> Double? {
    share(counts[index][index], of: counts.reduce(0) { $0 + $1[index] })
  }

  /// Of the pictures of a class, the share that were taken for it; nil when there are none.
  package func recall(_ index: Int) -> Double? { share(counts[index][index], of: counts[index].reduce(0, +)) }

  /// The mean recall of the classes that have pictures.
  var balancedAccuracy: Double {
    let recalls = classes.indices.compactMap { recall($0) }
    return recalls.reduce(0, +) / Double(max(recalls.count, 1))
  }

  private func share(_ part: Int, of whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }

  /// The matrix with precision and recall, as a table.
  package var text: String {
    var table = TextTable(numbersFrom: 1)
    table.add(["truth \\ answer"] + classes + ["recall"])
    for (index, name) in classes.enumerated() where counts[index].contains(where: { $0 > 0 }) {
      table.add([name] + counts[index].map { $0 == 0 ? "·" : "\($0)" } + [percent(recall(index))])
    }
    table.add(["precision"] + classes.indices.map { percent(precision($0)) } + [""])
    return table.text()
  }

  private func percent(_ share: Double?) -> String { share.map { "\(decimal(100 * $0, 1)) %" } ?? "–" }
}
