import ConvolutionCore
import SystemServices
import TextFormats

/// The kernels inside the program: the files of `kernels/` by name, and the families.
public enum KernelLibrary {
  /// Every named kernel, sorted by name. Reads all files: to look up one, ``kernel(named:)`` is far cheaper.
  public static var all: [NamedKernel] {
    embeddedFiles.compactMap { try? KernelReader.parse($0.text, name: $0.stem) }.sorted { $0.name < $1.name }
  }

  /// The names of all kernels, sorted, without reading their files.
  public static var names: [String] { embeddedFiles.map(\.stem).sorted() }

  /// True for the name of a file; no alias, no family.
  static func hasFile(_ name: String) -> Bool { embeddedFiles.contains { $0.isNamed(name) } }

  /// The families of kernels that take parameters, in the order in which they are listed.
  public static let families: [KernelFamily] = [
    .gaussian, .box, .disk, .motion, .laplacianOfGaussian, .differenceOfGaussians, .gabor, .unsharp, .random,
  ]

  /// The kernel of that name or alias, or member of a family.
  ///
  /// Reads one file for a name; an alias takes a look at the header of the others.
  /// - Throws: `KernelError.unknownKernel` with the name that was probably meant, or what is wrong with a parameter.
  public static func kernel(named name: String) throws(KernelError) -> NamedKernel {
    if let colon = name.firstIndex(of: ":") {
      let family = name[..<colon]
      if let family = families.first(where: { $0.name == family }) { return try family.kernel(name) }
      let near = closest(to: String(family), among: families.map(\.name))
      throw .unknownKernel(name: name, suggestion: near.map { $0 + name[colon...] })
    }
    let file = embeddedFiles.first { $0.isNamed(name) } ?? embeddedFiles.first { $0.hasAlias(name) }
    if let file { return try KernelReader.parse(file.text, name: file.stem) }
    if let family = families.first(where: { $0.name == name }) {
      throw .parameterCount(usage: family.usage, found: 0)
    }
    if GradientOperator(named: name) != nil { throw .isGradient(name: name) }
    let known =
      names + embeddedFiles.flatMap { $0.aliases.map(String.init) } + families.map(\.name) + GradientOperator.names
    throw .unknownKernel(name: name, suggestion: closest(to: name, among: known))
  }

  /// The kernel that the command line means: a name, a family member, a file, or an inline matrix; `-` is standard input.
  ///
  /// A named kernel goes before a file of the same name; write `./edge` for the file.
  public static func resolve(_ specification: String) throws(KernelError) -> NamedKernel {
    if specification == "-" { return try KernelReader.read(path: specification) }
    if isInlineMatrix(specification[...]) && fileKind(specification) != .file {
      return try KernelReader.parse(specification)
    }
    let failure: KernelError
    do throws(KernelError) {
      return try kernel(named: specification)
    } catch {
      failure = error
    }
    guard case .unknownKernel = failure else { throw failure }
    let looksLikePath =
      specification.contains("/") || ["kernel", "txt", "csv", "mat"].contains(fileExtension(specification))
    if looksLikePath || fileKind(specification) == .file { return try KernelReader.read(path: specification) }
    throw failure
  }

  /// Parts a list at its commas, but not at those within an inline matrix, within brackets, or of a family's parameter.
  ///
  /// Example: `sobel-x,0,-1,0;-1,5,-1;0,-1,0,blur` is three kernels. `gaussian:2,5` is one: that 2,5 is no number is for
  /// the family to say.
  public static func specifications(in list: String) -> [String] {
    if fileKind(list) == .file { return [list] }
    var result: [String] = []
    var matrixIsOpen = false
    for piece in pieces(of: list) {
      let isMatrix = isInlineMatrix(piece) || (matrixIsOpen && piece.trimmed.isEmpty)
      let isParameter =
        !matrixIsOpen && !piece.isEmpty && piece.allSatisfy { $0.isASCII && $0.isNumber }
        && (result.last.map(isFamilyMember) ?? false)
      if (isMatrix && matrixIsOpen) || isParameter {
        result[result.count - 1] += "," + piece
      } else {
        result.append(String(piece))
      }
      matrixIsOpen = isMatrix && !isParameter
    }
    return result
  }

  /// What the commas outside brackets part.
  private static func pieces(of list: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = list.startIndex
    var depth = 0
    for index in list.indices {
      switch list[index] {
      case "[", "{", "(": depth += 1
      case "]", "}", ")": depth -= 1
      case "," where depth <= 0:
        pieces.append(list[start..<index])
        start = list.index(after: index)
      default: break
      }
    }
    return pieces + [list[start...]]
  }

  private static func isFamilyMember(_ word: String) -> Bool {
    families.contains { word.hasPrefix($0.name + ":") && word.last?.isNumber == true }
  }

  /// True for text that begins as a number or a bracket does and has no letters but those of numbers, NaN and infinity
  /// aside.
  public static func isInlineMatrix(_ text: some StringProtocol) -> Bool {
    let text = MatrixText.normalized(text.trimmed).trimmed
    if text.contains(";") || text.contains(where: \.isNewline) { return true }
    guard let first = text.first else { return false }
    if "[{(".contains(first) || isCallOnBrackets(text) { return true }
    guard first.isNumber || "+-.√∞\"".contains(first) else {
      return ["nan", "inf", "infinity"].contains(String(text.prefix { $0.isLetter }).lowercased())
    }
    return !text.contains { $0.isLetter && !"eExXnNaAiIfF".contains($0) }
  }

  /// `np.array([…`, `kernel = [`.
  private static func isCallOnBrackets(_ text: some StringProtocol) -> Bool {
    guard let bracket = text.firstIndex(where: { "[{(".contains($0) }) else { return false }
    let before = text[..<bracket]
    guard before.allSatisfy({ $0.isLetter || $0.isNumber || "._= ".contains($0) }) else { return false }
    let behind = text[text.index(after: bracket)...].trimmed
    return before.contains("=") || (text[bracket] == "(" && behind.first.map { "[{(".contains($0) } == true)
  }
}
