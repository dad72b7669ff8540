import Charts
import Datasets
import DrawingKit
import NetworkDescription
import NetworkTraining

extension TutorialFigure {
  /// 15b: a LeNet while it is trained.
  static let training = TutorialFigure(
    "15b", "training", "a LeNet while it learns drawn digits: loss, first filters, and its answer to one picture",
    isAnimated: true
  ) { inputs throws(FigureError) in
    let story = try TrainingStory()
    return FigureParts(
      title: "Training", content: story.frame(story.moments.count - 1),
      frames: story.moments.indices.map(story.frame), frameDelay: 60)
  }
}

/// A short training, and what the network was at some moments of it.
private struct TrainingStory: Sendable {
  struct Moment: Sendable {
    let step: Int
    let pass: ForwardPass
  }

  private(set) var moments: [Moment] = []
  /// The loss of each step.
  private(set) var losses: [Double] = []
  private let limit: Double

  init() throws(FigureError) {
    let eight = [try FigureInputs.digit(DefaultPicture.eight.gray())]
    let trainer: Trainer
    do throws(NetworkError) {
      trainer = try DefaultModel.trainer("lenet5", seed: 8) { configuration in
        configuration.batch = 32
        configuration.epochs = 1
      }
    } catch {
      throw .input(error.description)
    }
    for stop in [0, 1, 2, 4, 7, 12, 18, 26, 36, 50, 70, 100, 140, 190, 250] {
      while losses.count < stop {
        let missing = stop - losses.count
        var steps: [Double] = []
        _ = trainer.runEpoch { report in
          steps.append(report.loss)
          return steps.count < missing
        }
        guard !steps.isEmpty else { break }
        losses += steps
      }
      let model = FigureModel(trainer.network, classes: DatasetName.digits.classes)
      moments.append(Moment(step: stop, pass: try ForwardPass(model, eight)))
    }
    limit =
      moments.last.map { moment in
        (0..<6).compactMap { moment.pass.model.kernel("conv1", $0)?.first?.limit }.max() ?? 1
      } ?? 1
  }

  func frame(_ index: Int) -> any Block {
    let moment = moments[index]
    let points = losses.prefix(moment.step).enumerated().map { Point(Double($0 + 1), $1) }
    let plot = LinePlot(
      [Series("loss", points, category: 0)],
      horizontal: Axis("step (32 digits each)", from: 0, to: 250, ticks: [0, 50, 100, 150, 200, 250], decimals: 0),
      vertical: Axis("loss", from: 0, to: 4, ticks: [0, 1, 2, 3, 4], decimals: 0), width: 180, height: 120,
      hasLegend: false)
    let filters = (0..<6).compactMap { moment.pass.model.kernel("conv1", $0)?.first }.map { filter in
      Pixels(.diverging(filter, limit: limit), width: 42, hasGrid: true) as any Block
    }
    let sheet = Grid([Array(filters.prefix(3)), Array(filters.dropFirst(3))], columnSpacing: 6, rowSpacing: 6)
    let answers = Bars(probabilities: moment.pass.ranking, length: 70)
    let loss = moment.step > 0 ? NumberText.fixed(losses[moment.step - 1], decimals: 2) : "not yet"
    return Column(
      [
        Text("after step \(moment.step), loss \(loss)", .heading),
        Row(
          [
            plot,
            Column(
              [
                Text("filters of conv1", .small), sheet, ColourBar(.diverging(limit: limit), length: 90), Gap(1, 2),
                Pixels(gray: moment.pass.picture[0], width: 44),
              ], spacing: 5), answers.headed("its answer"),
          ], spacing: 20),
      ], spacing: 10)
  }
}
