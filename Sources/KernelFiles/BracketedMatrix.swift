import SystemServices

/// A matrix in brackets, as programs and textbooks write it: `[[1, 2], [3, 4]]`, `{{1, 2}, {3, 4}}`, `[1 2; 3 4]`,
/// `1/9 * [1 1 1; 1 1 1; 1 1 1]`, `np.array([[1, 2], [3, 4]]) / 10`.
struct BracketedMatrix {
  /// The innermost brackets' contents: a row each, or a whole matrix where there is one.
  let rows: [String]
  /// True where there is one pair of brackets only.
  let isFlat: Bool
  /// What stands before or behind the brackets.
  let factor: Weight

  /// Nil for a text without brackets.
  /// - Throws: `KernelError.brackets` with what is wrong about them.
  init?(_ text: String) throws(KernelError) {
    let letters = Array(text)
    guard letters.indices.contains(where: { BracketedMatrix.opens(letters, $0) }) else { return nil }
    guard let first = letters.indices.first(where: { BracketedMatrix.opens(letters, $0) }) else { return nil }
    let groups = try BracketedMatrix.groups(letters, from: first)
    factor = try BracketedMatrix.factor(before: letters[..<first], behind: letters[(groups.end + 1)...])
    guard let depth = groups.leaves.first?.depth, groups.leaves.allSatisfy({ $0.depth == depth }) else {
      throw .brackets("they are not nested alike in every row")
    }
    guard Set(groups.leaves.map(\.parent)).count == 1 else {
      throw .brackets("they hold several matrices; expected one")
    }
    rows = groups.leaves.map(\.text)
    isFlat = depth == 1 || (depth == 2 && letters[first] == "(" && groups.leaves.count == 1)
  }

  /// A bracket that begins a group, and none of a number's own, as in `1/(2√2)`.
  private static func opens(_ letters: [Character], _ index: Int) -> Bool {
    guard "[{(".contains(letters[index]) else { return false }
    return letters[index] != "(" || index == 0 || !"/√".contains(letters[index - 1])
  }

  private struct Leaf {
    let text: String
    let depth: Int
    let parent: Int
  }

  /// The innermost groups, and where the outermost one ends.
  private static func groups(_ letters: [Character], from first: Int) throws(KernelError) -> (leaves: [Leaf], end: Int)
  {
    let partners: [Character: Character] = ["[": "]", "{": "}", "(": ")"]
    var leaves: [Leaf] = []
    var open: [(close: Character, start: Int, number: Int, hasGroups: Bool)] = []
    var count = 0
    var index = first
    while index < letters.count {
      let letter = letters[index]
      if opens(letters, index), let close = partners[letter] {
        if !open.isEmpty { open[open.count - 1].hasGroups = true }
        count += 1
        open.append((close, index, count, false))
      } else if "]})".contains(letter), !isOfNumber(letters, index) {
        guard let group = open.popLast(), group.close == letter else { throw .brackets("they do not match") }
        if !group.hasGroups {
          leaves.append(
            Leaf(
              text: String(letters[(group.start + 1)..<index]), depth: open.count + 1, parent: open.last?.number ?? 0))
        }
        if open.isEmpty { return (leaves, index) }
      } else if let group = open.last, group.hasGroups, !letter.isWhitespace, letter != ",", letter != ";" {
        // `dtype=float32` behind the rows, within the parentheses of a call.
        guard group.close == ")", letter.isLetter, let end = letters[index...].firstIndex(of: ")") else {
          throw .brackets("\(String(letters[index...].prefix(20)).quoted) stands between the rows")
        }
        index = end
        continue
      }
      index += 1
    }
    throw .brackets("they do not match")
  }

  /// A closing parenthesis of `1/(2√2)`.
  private static func isOfNumber(_ letters: [Character], _ index: Int) -> Bool {
    guard letters[index] == ")", let start = letters[..<index].lastIndex(where: { "([{)]}".contains($0) }) else {
      return false
    }
    return letters[start] == "(" && start > 0 && "/√".contains(letters[start - 1])
  }

  /// The product of a factor before the brackets and a divisor or factor behind them.
  private static func factor(before: ArraySlice<Character>, behind: ArraySlice<Character>) throws(KernelError) -> Weight
  {
    var result = Weight.one
    var before = String(before).trimmed
    // `kernel = `, and the name of what is called: `np.array`.
    if let sign = before.lastIndex(of: "=") { before = before[before.index(after: sign)...].trimmed }
    while let last = before.last, last.isLetter || last == "." || last == "_" { before = before.dropLast() }
    before = before.trimmed
    if !before.isEmpty {
      let word = (before.last == "*" ? before.dropLast() : before).trimmed
      result = try number(word)
    }
    var behind = String(behind).trimmed
    while let last = behind.last, ";,".contains(last) { behind = behind.dropLast().trimmed }
    guard let sign = behind.first else { return result }
    guard sign == "/" || sign == "*" || behind.hasPrefix("./") || behind.hasPrefix(".*") else {
      throw .brackets("\(String(behind).quoted) stands behind them")
    }
    let divides = sign == "/" || behind.hasPrefix("./")
    let value = try number(behind.drop { "./*".contains($0) }.trimmed)
    if divides && value.value == 0 { throw .brackets("what they hold is divided by 0") }
    let scale = divides ? value : Weight.one.divided(by: value)
    return scale.value.isFinite ? result.divided(by: scale) : .zero
  }

  private static func number(_ word: some StringProtocol) throws(KernelError) -> Weight {
    guard case .number(let weight) = Weight.read(word) else {
      throw .brackets("\(String(word).quoted) beside them is no number")
    }
    return weight
  }
}
