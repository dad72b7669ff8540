import CommandLineKit
import ConvolutionCore
import SystemServices
import Threading

/// A run over one picture or many: filters, reports in the order of the pictures, and lets one fail alone.
struct PictureRun: Sendable {
  /// What is printed of a picture.
  enum Detail: Sendable {
    /// Each result.
    case results
    /// The shape after each stage.
    case stages
  }

  let filter: PictureFilter
  let threads: Int
  let isQuiet: Bool
  let detail: Detail

  /// - Throws: the failure of a single picture; exit code 1 when one of several failed.
  func run() throws {
    let inputs = filter.plan.inputs
    if !filter.plan.ownOutputs.isEmpty && !isQuiet { printError(ownOutputsText(filter.plan.ownOutputs)) }
    if inputs.count == 1 {
      let result: FilteredPicture
      do throws(CommandFailure) {
        result = try filter.run(inputs[0], at: 0, threads: threads)
      } catch {
        filter.plan.removeEmptyFolders()
        throw error
      }
      if let damage = result.damage { printError(damageText(inputs[0], damage)) }
      if let text = report(result, inputs[0]) { say(text) }
      return
    }
    // Many pictures keep every core busy by themselves.
    let threadsEach = inputs.count >= threads ? 1 : threads
    let bar = ItemProgress(total: inputs.count, isVisible: !isQuiet)
    let failures = SharedCounter()
    let files = SharedCounter()
    let reports = OrderedReports<Result<FilteredPicture, CommandFailure>> { index, result in
      switch result {
      case .success(let picture):
        for _ in 0..<picture.fileCount { _ = files.add() }
        if let damage = picture.damage { bar.withoutBar { printError(damageText(inputs[index], damage)) } }
        if let text = manyReport(picture, inputs[index]) { bar.withoutBar { say(text) } }
      case .failure(let failure):
        _ = failures.add()
        bar.withoutBar { printError(errorText(failure)) }
      }
    }
    parallelFor(inputs.count, threads: inputs.count >= threads ? threads : 1) { index in
      let result: Result<FilteredPicture, CommandFailure>
      do throws(CommandFailure) {
        result = .success(try filter.run(inputs[index], at: index, threads: threadsEach))
      } catch {
        result = .failure(error)
      }
      bar.advance()
      reports.add(result, at: index)
    }
    bar.finish()
    if !isQuiet { say(summary(failures: failures.current, files: files.current)) }
    if files.current == 0 { filter.plan.removeEmptyFolders() }
    if failures.current > 0 { throw ExitCode.failure }
  }

  /// Prints a report, never into the maps themselves: where standard output takes those, on standard error, and nowhere
  /// where that is the same.
  private func say(_ text: String) {
    guard filter.plan.usesStandardOutput else { return printOut(text) }
    if !standardErrorIsStandardOutput { printError(text) }
  }

  private func summary(failures: Int, files: Int) -> String {
    let count = filter.plan.inputs.count
    let failed = failures == 0 ? "" : ", \(failures) failed"
    return "\(count - failures) of \(count) pictures filtered\(failed); \(files) files written"
  }

  /// Of many pictures only what was asked for is printed.
  private func manyReport(_ picture: FilteredPicture, _ input: String) -> String? {
    guard detail == .stages || !picture.previews.isEmpty else { return nil }
    return report(picture, input).map { "\(input.printable(limit: .max))\n\($0)\n" }
  }

  private func report(_ picture: FilteredPicture, _ input: String) -> String? {
    if isQuiet && picture.previews.isEmpty { return nil }
    var table = TextTable()
    if detail == .stages { table.add(["input", shape(picture.size, picture.channels)]) }
    for steps in picture.steps {
      for (index, step) in steps.enumerated() where detail == .stages || index == steps.count - 1 {
        table.add(
          [detail == .stages ? step.name : steps[0].name, shape(step.size, picture.channels)]
            + (step.path.map { [$0.printable(limit: .max)] } ?? []))
      }
    }
    return ((isQuiet ? [] : [table.text()]) + picture.previews).joined(separator: "\n")
  }
}

/// A map's shape as networks write it: channels × rows × columns.
func shape(_ size: Size, _ channels: Int = 1) -> String { "\(channels)×\(size.height)×\(size.width)" }

extension PictureRun {
  /// A run as a command's options ask for it.
  /// - Throws: `CommandFailure` when an output would overwrite an input or another output.
  init(
    inputs: [String], chains: [StageChain], kernelFiles: [String], input: PictureInputOptions,
    output: MapOutputOptions, running: RunOptions, detail: Detail
  ) throws(CommandFailure) {
    let plan = try OutputPlan(
      inputs: inputs, chains: chains, otherInputs: kernelFiles, output: output.output, format: output.format,
      stages: output.stages, keepsFolders: output.keepFolders)
    self.init(
      filter: PictureFilter(
        chains: chains, plan: plan, writer: MapWriter(output, format: plan.format), gray: input.gray,
        reading: input.options, hasPreview: running.preview, isColour: output.colour),
      threads: running.threads, isQuiet: running.quiet, detail: detail)
  }
}
