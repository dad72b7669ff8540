#if !hasFeature(Embedded)
  import TextFormats

  extension TrainingConfiguration {
    /// All settings that the weights depend on, in one line of JSON: equal texts give equal weights.
    public var identity: String { settings.compactText }

    /// All settings that the weights depend on; the number of threads is none of them.
    public var settings: JSONValue {
      var members: [(String, JSONValue)] = [
        ("optimizer", optimizer.settings), ("learning_rate", .number(learningRate)), ("schedule", schedule.settings),
        ("warm_up", .number(warmUp)), ("weight_decay", .number(weightDecay)),
        ("label_smoothing", .number(labelSmoothing)), ("average", averageDecay.map { .number($0) } ?? .null),
        ("loss", .string(loss.rawValue)), ("batch", .number(batch)),
        // JSON's readers keep whole numbers up to 2⁵³ exactly.
        ("seed", seed < 1 << 53 ? .number(Int(seed)) : .string("\(seed)")),
        ("frozen", .array(frozen.map { .string($0) })), ("augmentation", augmentation.settings),
      ]
      // A constant rate does not depend on how many epochs are to come.
      if schedule != .constant || warmUp > 0 { members.append(("epochs", .number(epochs))) }
      // Those that came later stand only where they differ, so that earlier records and checkpoints stay as they are.
      if !classWeights.isEmpty { members.append(("class_weights", .array(classWeights.map { .number($0) }))) }
      if fill != 0 { members.append(("fill", .number(Int(fill)))) }
      return .object(members)
    }
  }

  extension Optimizer {
    fileprivate var settings: JSONValue {
      func moments(_ name: String, _ beta1: Float, _ beta2: Float, _ epsilon: Float) -> JSONValue {
        .object([
          ("name", .string(name)), ("beta1", .number(beta1)), ("beta2", .number(beta2)), ("epsilon", .number(epsilon)),
        ])
      }
      switch self {
      case .sgd(let momentum, let nesterov):
        return .object([("name", .string("sgd")), ("momentum", .number(momentum)), ("nesterov", .boolean(nesterov))])
      case .adam(let beta1, let beta2, let epsilon): return moments("adam", beta1, beta2, epsilon)
      case .adamW(let beta1, let beta2, let epsilon): return moments("adamw", beta1, beta2, epsilon)
      }
    }
  }

  extension Schedule {
    fileprivate var settings: JSONValue {
      switch self {
      case .constant: .object([("name", .string("constant"))])
      case .step(let every, let factor):
        .object([("name", .string("step")), ("every", .number(every)), ("factor", .number(factor))])
      case .cosine: .object([("name", .string("cosine"))])
      case .oneCycle: .object([("name", .string("one-cycle"))])
      }
    }
  }

  extension Augmentation {
    fileprivate var settings: JSONValue {
      func members(_ name: String, _ affine: AffineAugmentation) -> [(String, JSONValue)] {
        [
          ("name", .string(name)), ("rotation", .number(affine.rotation)), ("scale", .number(affine.scale)),
          ("shear", .number(affine.shear)), ("shift", .number(affine.shift)),
        ]
      }
      switch self {
      case .none: return .object([("name", .string("none"))])
      case .affine(let affine): return .object(members("affine", affine))
      case .elastic(let affine, let strength):
        return .object(members("elastic", affine) + [("strength", .number(strength))])
      }
    }
  }
#endif
