import ConvolutionCore

/// What can be wrong with a network, its parameters or a training; each case carries what was found and expected.
public enum NetworkError: Error, Equatable, Sendable {
  /// A word of the SPEC that is no layer and no option here.
  case unknownWord(String, position: Int)
  /// A layer of the SPEC without a number it needs.
  case missingValue(layer: String, expected: String, found: String?)
  /// A number of the SPEC outside its range.
  case valueOutOfRange(layer: String, what: String, found: String, expected: String)
  /// A SPEC without layers.
  case emptySpecification
  /// Two layers of one name.
  case duplicateName(String)
  /// A layer takes its input from a name that no earlier layer bears.
  case unknownInput(String, layer: String)
  /// The window does not fit into the padded map before it.
  case windowTooLarge(layer: String, window: Size, input: Shape, padding: Sides)
  /// Input channels or outputs that the groups do not divide.
  case groupsDoNotDivide(layer: String, groups: Int, inputs: Int, outputs: Int)
  /// The connection table of the 1998 C3 joins 6 maps to 16.
  case connectionTableMismatch(layer: String, expectedInputs: Int, expectedOutputs: Int, inputs: Int, outputs: Int)
  /// More weights, or more values for one picture, than a network may have; `found` are the sizes.
  case tooLarge(layer: String, what: String, found: String, limit: Int)
  /// A layer with several inputs whose shapes cannot be joined.
  case shapesDiffer(layer: String, shapes: [Shape])
  /// A layer that takes a vector met a map.
  case vectorExpected(layer: String, found: Shape)
  /// No parameter bears the name.
  case unknownParameter(String)
  /// A parameter of another shape.
  case parameterShape(String, expected: [Int], found: [Int])
  /// No layer bears the name.
  case unknownLayer(String)
  /// Pictures of another shape than the network's input.
  case inputShape(expected: Shape, found: Shape)
  /// The network's last layer does not have one output a class.
  case outputsDoNotMatchClasses(outputs: Shape, classes: Int)
  /// A setting of the training outside its range.
  case invalidSetting(String, found: String, expected: String)
  /// No examples to learn from.
  case noExamples
  /// A layer whose values are beyond all numbers for some picture.
  case notFinite(layer: String)
  /// A state of a training that does not belong to this network or these settings.
  case stateMismatch(what: String, expected: String, found: String)
}
