/// How a picture of any kind becomes one as a network has learned them; it belongs to the model.
public enum PicturePreparation: String, Sendable, CaseIterable {
  /// The ink of one digit is found, cut out, scaled and centred, as MNIST's pictures were.
  case ink
  /// The largest middle part of the network's proportions is scaled to its size.
  case scaled
}
