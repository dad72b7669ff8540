#if !hasFeature(Embedded)
  import NetworkDescription
  import NetworkEngine

  extension Trainer {
    /// All that the weights depend on beside the examples.
    private var settings: String {
      "\(configuration.identity) mean \(start.normalization.mean) deviation \(start.normalization.deviation)"
    }

    /// All that is needed to go on from here.
    public var state: TrainingState {
      TrainingState(
        specification: start.specification.text, settings: settings, examples: examples.count,
        epoch: epoch, step: step, lossSum: lossSum, hits: hits, seen: seen,
        values: plan.layout.unpack(memory.weights.start), first: plan.layout.unpack(update.first.start),
        second: update.second.map { plan.layout.unpack($0.start) } ?? [],
        average: update.average.map { plan.layout.unpack($0.start) } ?? [])
    }

    /// Goes back to a state of the same network, settings and examples; throws what differs.
    public func resume(_ state: TrainingState) throws(NetworkError) {
      func require(_ what: String, _ expected: String, _ found: String) throws(NetworkError) {
        if expected != found { throw .stateMismatch(what: what, expected: expected, found: found) }
      }
      try require("the network", start.specification.text, state.specification)
      // First, as the normalisation follows from the pictures.
      try require("the number of pictures", "\(examples.count)", "\(state.examples)")
      try require("the list of settings", settings, state.settings)
      let counts = plan.layout.slots.map { $0.description.count }
      for (what, values) in [("weights", state.values), ("velocities", state.first)] {
        try require("the size of the \(what)", "\(counts)", "\(values.map(\.count))")
      }
      try require(
        "the size of the second moments", "\(update.second == nil ? [] : counts)", "\(state.second.map(\.count))")
      try require("the size of the average", "\(update.average == nil ? [] : counts)", "\(state.average.map(\.count))")
      guard state.step >= 0, state.step < stepsPerEpoch, state.epoch >= 0 else {
        throw .stateMismatch(what: "the step", expected: "0 to \(stepsPerEpoch - 1)", found: "\(state.step)")
      }
      plan.layout.pack(state.values, into: memory.weights.start)
      plan.layout.pack(state.first, into: update.first.start)
      if let second = update.second { plan.layout.pack(state.second, into: second.start) }
      if let average = update.average { plan.layout.pack(state.average, into: average.start) }
      (epoch, step, lossSum, hits, seen) = (state.epoch, state.step, state.lossSum, state.hits, state.seen)
    }
  }
#endif
