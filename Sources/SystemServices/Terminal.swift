#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// True when standard error is a terminal: progress bars are drawn there and nowhere else.
public var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

/// True when standard output is a terminal.
public var standardOutputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

/// Columns of the terminal: of the window, else of `COLUMNS`, else 80.
public var terminalWidth: Int {
  var size = winsize()
  for descriptor in [STDOUT_FILENO, STDERR_FILENO]
  where ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 {
    return Int(size.ws_col)
  }
  if let text = environmentVariable("COLUMNS"), let columns = Int(text), columns > 0 { return columns }
  return 80
}
