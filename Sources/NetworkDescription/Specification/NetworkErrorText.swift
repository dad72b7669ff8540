#if !hasFeature(Embedded)
  import TextFormats
#endif

import ConvolutionCore

extension NetworkError: CustomStringConvertible {
  /// One line: what was found, what was expected and what to do.
  public var description: String {
    switch self {
    case .unknownWord(let word, let position):
      "Unknown word '\(word)' at place \(position) of the network"
        + suggestion(for: word)
    case .missingValue(let layer, let expected, let found):
      "\(layer) needs \(expected)\(found.map { ", not '\($0)'" } ?? ", but the network ends there")."
    case .valueOutOfRange(let layer, let what, let found, let expected):
      "\(layer): \(what) is \(found); expected \(expected)."
    case .emptySpecification:
      "The network has no layers; write some, as \"conv 6 5x5 relu max 2 fc 10\"."
    case .duplicateName(let name):
      "Two layers are called '\(name)'; give one of them another name."
    case .unknownInput(let name, let layer):
      "\(layer) takes its input from '\(name)', but no earlier layer bears that name."
    case .windowTooLarge(let layer, let window, let input, let padding):
      "\(layer): a window of \(window.height)×\(window.width) does not fit into \(input.text)"
        + (padding == .none ? "" : " with padding \(padding.text)") + "; use a smaller window or more padding."
    case .groupsDoNotDivide(let layer, let groups, let inputs, let outputs):
      "\(layer): \(groups) groups must divide both its \(inputs) input channels and its \(outputs) outputs."
    case .connectionTableMismatch(let layer, let expectedInputs, let expectedOutputs, let inputs, let outputs):
      "\(layer): the connection table joins \(expectedInputs) maps to \(expectedOutputs), but there are \(inputs) and "
        + "\(outputs)."
    case .tooLarge(let layer, let what, let found, let limit):
      "\(layer) has \(found) \(what), and a network may have \(grouped(limit)); use smaller layers or pictures."
    case .shapesDiffer(let layer, let shapes):
      "\(layer) cannot join \(shapes.map { $0.text }.joined(separator: " and "))."
    case .vectorExpected(let layer, let found):
      "\(layer) takes a vector, but gets \(found.text); put a fully connected layer or flatten before it."
    case .unknownParameter(let name):
      "The network has no parameter '\(name)'."
    case .parameterShape(let name, let expected, let found):
      "Parameter '\(name)' has shape \(dimensions(found)); the network expects \(dimensions(expected))."
    case .unknownLayer(let name):
      "The network has no layer '\(name)'."
    case .inputShape(let expected, let found):
      "The network takes pictures of \(expected.text), but got \(found.text)."
    case .outputsDoNotMatchClasses(let outputs, let classes):
      "The network ends with \(outputs.text) outputs, but there are \(classes) classes; end it with \"fc \(classes)\"."
    case .invalidSetting(let name, let found, let expected):
      "\(name) is \(found); expected \(expected)."
    case .noExamples:
      "There are no pictures to learn from."
    case .notFinite(let layer):
      "The values of the layer '\(layer)' are beyond all numbers: the weights are too large."
    case .stateMismatch(let what, let expected, let found):
      "The saved training does not fit: \(what) is \(found), but this run has \(expected)."
    }
  }

  private func suggestion(for word: String) -> String {
    #if hasFeature(Embedded)
      "."
    #else
      closest(to: word, among: SpecificationParser.words).map { "; did you mean '\($0)'?" } ?? "."
    #endif
  }

  /// `1,000,000,000`.
  private func grouped(_ number: Int) -> String {
    var rest = number
    var text = ""
    while rest >= 1000 {
      let low = rest % 1000
      text = (low < 10 ? ",00" : low < 100 ? ",0" : ",") + "\(low)" + text
      rest /= 1000
    }
    return "\(rest)" + text
  }

  private func dimensions(_ shape: [Int]) -> String { shape.map { "\($0)" }.joined(separator: "×") }
}
