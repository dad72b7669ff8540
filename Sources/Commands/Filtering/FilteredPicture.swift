import ConvolutionCore
import PictureFiles
import SystemServices
import Threading

/// One picture taken through every chain.
struct FilteredPicture: Sendable {
  /// The map after one stage.
  struct Step: Sendable {
    let name: String
    let size: Size
    /// Where it was written; nil when it was not.
    let path: String?
  }

  /// The picture's own size.
  let size: Size
  /// Channels of the picture and of every map: 1, or 3 in colour.
  let channels: Int
  /// For each chain its steps.
  let steps: [[Step]]
  /// For each chain a drawing of its last map; empty unless asked for.
  let previews: [String]
  /// Files written.
  let fileCount: Int
  /// What was missing of a damaged picture.
  let damage: PictureDamage?
}

/// What a run does with every picture.
struct PictureFilter: Sendable {
  let chains: [StageChain]
  let plan: OutputPlan
  let writer: MapWriter
  let gray: GrayConversion
  let reading: PictureOptions
  /// Draws every last map.
  let hasPreview: Bool
  /// Filters each channel by itself.
  let isColour: Bool

  /// Reads the picture at `index`, filters and writes it on up to `threads` threads.
  ///
  /// Every size is known to fit before the first file is written.
  func run(_ input: String, at index: Int, threads: Int) throws(CommandFailure) -> FilteredPicture {
    let files = plan.files(of: index)
    let bytes: FileBytes
    do throws(FileError) { bytes = try FileBytes(path: input) } catch { throw .unreadable(input, .file(error)) }
    // The channels of a colour array stand one behind the other, and are not written as they come.
    if let requests = streamingRequests(files), let reader = try rowReader(bytes, input),
      writer.format == .png || reader.channels == 1
    {
      return try stream(bytes, reader, requests, input, at: index, files, threads: threads)
    }
    let (planes, damage) = try read(bytes, input)
    let sizes = try sizes(from: planes[0].size, input)
    try checkMemory(sizes, from: planes, input, threads: threads)
    try plan.makeFolders(of: index)
    let chainThreads = chains.count > 1 ? 1 : threads
    let isStacked = plan.isStacked
    let results = parallelResults(chains.count, threads: threads) { number throws(CommandFailure) in
      let result = isStacked ? nil : files.results[number]
      return try run(chains[number], on: planes, input, files.stages[number], result, threads: chainThreads)
    }
    var maps: [[Plane]] = []
    var previews: [String] = []
    for result in results {
      let finished = try result.get()
      if let map = finished.maps { maps.append(map) }
      if let preview = finished.preview { previews.append(preview) }
    }
    if isStacked { try writer.write(maps, names: chains.map { $0.stages[0].label }, to: files.results[0]) }
    return FilteredPicture(
      size: planes[0].size, channels: planes.count, steps: steps(sizes, files), previews: previews,
      fileCount: files.results.count + files.stages.reduce(0) { $0 + $1.count }, damage: damage)
  }

  /// The picture's gray, or its channels.
  private func read(_ bytes: FileBytes, _ input: String) throws(CommandFailure) -> ([Plane], PictureDamage?) {
    do throws(ImageError) {
      if isColour { return try PictureReader.decodeChannels(bytes, options: reading) }
      let (plane, damage) = try PictureReader.decodeGrayWithDamage(bytes, gray, options: reading)
      return ([plane], damage)
    } catch {
      throw .unreadable(input, error)
    }
  }

  /// Refuses a picture whose maps would not fit into memory, before any is computed.
  private func checkMemory(
    _ sizes: [[Size]], from planes: [Plane], _ input: String, threads: Int
  ) throws(CommandFailure) {
    // A stage has its map, the one before and some rows beside; a file of numbers is put together in memory.
    let perValue = writer.format == .png ? 4 + 4 + 2 : 4 + 4 + (writer.format == .csv ? 16 : 4)
    let peaks = sizes.map { steps in
      (steps.map { $0.width * $0.height }.max() ?? 0).multipliedReportingOverflow(by: perValue * planes.count)
    }
    let atOnce = plan.isStacked ? peaks.count : min(threads, peaks.count)
    let largest = peaks.map { $0.overflow ? Int.max / 4096 : $0.partialValue }.sorted(by: >).prefix(atOnce)
    let total = largest.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    guard total >= 0, memoryIsAvailable(total + total / 8) else { throw .picture(input, .outOfMemory) }
  }

  /// The size after each stage of each chain, all of which must fit.
  func sizes(from picture: Size, _ input: String) throws(CommandFailure) -> [[Size]] {
    var sizes: [[Size]] = []
    for chain in chains {
      do throws(StageError) {
        sizes.append(try chain.sizes(from: picture))
      } catch {
        throw .stage(input, error)
      }
    }
    if plan.isStacked, let first = sizes[0].last {
      for (chain, steps) in zip(chains, sizes) {
        if let size = steps.last, size != first {
          throw .mapsDiffer(input, first: (chains[0].name, first), other: (chain.name, size))
        }
      }
    }
    return sizes
  }

  /// The last maps, where they are still needed, and their drawing.
  private func run(
    _ chain: StageChain, on planes: [Plane], _ input: String, _ stageFiles: [String], _ result: String?, threads: Int
  ) throws(CommandFailure) -> (maps: [Plane]?, preview: String?) {
    var maps = planes
    for (number, stage) in chain.stages.enumerated() {
      do throws(ConvolutionError) {
        for channel in maps.indices { maps[channel] = try stage.apply(to: maps[channel], threads: threads) }
      } catch {
        throw .stage(
          input, StageError(number: number + 1, of: chain.stages.count, name: stage.name, error: error))
      }
      if number < stageFiles.count { try writer.write([pictured(maps, stage)], to: stageFiles[number]) }
    }
    let shown = chain.stages.last.map { pictured(maps, $0) } ?? maps
    if let result { try writer.write([shown], to: result) }
    let drawn = hasPreview ? Picture(channels: shown).gray(gray) : nil
    return (result == nil ? maps : nil, drawn.map { TerminalPicture($0, display: writer.display).text })
  }

  /// The maps as a picture shows them unless asked otherwise: angles of a full turn over all levels.
  private func pictured(_ maps: [Plane], _ stage: Stage) -> [Plane] {
    guard showsAngles(stage) else { return maps }
    return maps.map { map in
      Plane(width: map.width, height: map.height, values: map.values.map { $0 * PictureFilter.levelsPerDegree })
    }
  }

  /// True where the map of a stage is angles that a picture shows over all its levels.
  func showsAngles(_ stage: Stage) -> Bool {
    stage.givesAngles && writer.format == .png && writer.display == .clamp
  }

  /// A full turn takes all levels.
  static let levelsPerDegree: Float = 255 / 360

  /// The steps of each chain with the files they went to.
  func steps(_ sizes: [[Size]], _ files: OutputNames.Files) -> [[FilteredPicture.Step]] {
    chains.enumerated().map { number, chain in
      chain.stages.enumerated().map { step, stage in
        let path: String? =
          if step == chain.stages.count - 1 {
            files.results[plan.isStacked ? 0 : number]
          } else if step < files.stages[number].count {
            files.stages[number][step]
          } else {
            nil
          }
        return FilteredPicture.Step(name: stage.label, size: sizes[number][step], path: path)
      }
    }
  }
}
