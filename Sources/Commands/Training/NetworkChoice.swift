import CommandLineKit
import NetworkDescription
import TextFormats

/// The network that a command line names: one of the named, or a SPEC.
struct NetworkChoice {
  /// The name, or `network` for a SPEC.
  let name: String
  /// What the user wrote.
  let text: String
  let specification: NetworkSpecification
  /// A named network takes as many outputs as there are classes; a SPEC means what it says.
  let isNamed: Bool
  /// The pictures that a named network is meant for.
  let usualInput: Shape

  init(_ text: String) throws(ValidationError) {
    self.text = text
    do throws(NetworkError) {
      if let named = NamedNetwork.named(text) {
        name = text
        specification = try named.specification
        isNamed = true
        usualInput = named.input
      } else {
        name = "network"
        specification = try NetworkSpecification(parsing: text)
        isNamed = false
        usualInput = Shape(channels: 1, height: 28, width: 28)
      }
    } catch {
      // A single word that is no layer is meant as a name.
      if !text.contains(" "), case .unknownWord = error { throw ValidationError(unknownNetworkText(text)) }
      throw ValidationError(withoutFullStop(error.description))
    }
  }

  /// The network for pictures of a shape, with as many outputs as there are classes.
  func architecture(input: Shape, classes: Int) throws(NetworkError) -> Architecture {
    try Architecture(isNamed ? specification.withOutputs(classes) : specification, input: input)
  }
}

private func unknownNetworkText(_ text: String) -> String {
  let names = NamedNetwork.all.map(\.name)
  let nearest = closest(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ";"
  return "No network is called '\(text)'\(nearest) 'cnnlab arch' lists those with a name, or write the layers, as "
    + "\"conv 6 5x5 relu max 2 fc 10\""
}
