import CGIF

/// Writes GIF frames into memory through giflib.
final class GIFWriter {
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private let sink = Sink()
  private var file: UnsafeMutablePointer<GifFileType>?

  private static let hasLibrary = CGIFLoad() != 0

  init(width: Int, height: Int, palette: [UInt32]) throws(FigureError) {
    guard GIFWriter.hasLibrary else { throw .noLibrary("giflib", package: "libgif7") }
    var code: Int32 = 0
    let collect: OutputFunc = { file, data, count in
      guard let file, let data, let target = file.pointee.UserData else { return 0 }
      Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue().bytes
        .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
      return count
    }
    file = EGifOpen(Unmanaged.passUnretained(sink).toOpaque(), collect, &code)
    guard file != nil else { throw .drawing(GIFWriter.words(code)) }
    EGifSetGifVersion(file, true)
    // A colour table has a power of two entries.
    var entries = 2
    while entries < palette.count { entries *= 2 }
    guard let map = GifMakeMapObject(Int32(entries), nil) else { throw .drawing("no memory for the palette") }
    defer { GifFreeMapObject(map) }
    for index in 0..<entries {
      let colour = index < palette.count ? palette[index] : 0
      map.pointee.Colors[index] = GifColorType(
        Red: UInt8(colour >> 16 & 255), Green: UInt8(colour >> 8 & 255), Blue: UInt8(colour & 255))
    }
    try check(EGifPutScreenDesc(file, Int32(width), Int32(height), 8, 0, map))
    // The extension that browsers take as "again and again, without end".
    try check(EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE))
    try check(EGifPutExtensionBlock(file, 11, Array("NETSCAPE2.0".utf8)))
    try check(EGifPutExtensionBlock(file, 3, [1, 0, 0] as [UInt8]))
    try check(EGifPutExtensionTrailer(file))
  }

  deinit {
    var code: Int32 = 0
    if let file { EGifCloseFile(file, &code) }
  }

  /// Adds a frame over a part of the picture; what lies outside stays. `delay` is in hundredths of a second.
  func add(_ rows: [UInt8], left: Int, top: Int, width: Int, height: Int, delay: Int) throws(FigureError) {
    var control = GraphicsControlBlock(
      DisposalMode: DISPOSE_DO_NOT, UserInputFlag: false, DelayTime: Int32(delay),
      TransparentColor: NO_TRANSPARENT_COLOR)
    var bytes = [UInt8](repeating: 0, count: 4)
    let count = EGifGCBToExtension(&control, &bytes)
    try check(EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, Int32(count), bytes))
    try check(EGifPutImageDesc(file, Int32(left), Int32(top), Int32(width), Int32(height), false, nil))
    var line = [UInt8](repeating: 0, count: width)
    for y in 0..<height {
      line.replaceSubrange(0..<width, with: rows[y * width..<(y + 1) * width])
      try check(EGifPutLine(file, &line, Int32(width)))
    }
  }

  /// Ends the file and gives its bytes.
  func finish() throws(FigureError) -> [UInt8] {
    var code: Int32 = 0
    let closed = EGifCloseFile(file, &code)
    file = nil
    guard closed == GIF_OK else { throw .drawing(GIFWriter.words(code)) }
    return sink.bytes
  }

  private func check(_ result: Int32) throws(FigureError) {
    guard result != GIF_OK else { return }
    throw .drawing(GIFWriter.words(file?.pointee.Error ?? 0))
  }

  private static func words(_ code: Int32) -> String {
    GifErrorString(code).map { String(cString: $0) } ?? "giflib error \(code)"
  }
}
