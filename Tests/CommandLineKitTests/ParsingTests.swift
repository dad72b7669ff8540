import CommandLineKit
import Testing

@Suite struct ParsingTests {
  /// Everything that a command line sets, in one line.
  private func summary(_ command: any ParsableCommand) -> String {
    switch command {
    case let draw as Draw:
      let output = draw.output ?? "nil"
      return "draw \(draw.shape) \(draw.points) output=\(output) tags=\(draw.tags) bias=\(draw.bias) "
        + "quiet=\(draw.quiet) force=\(draw.force) width=\(draw.brush.width) shade=\(draw.brush.shade)"
    case let count as Count: return "count \(count.shelf ?? "nil")"
    case let order as Order: return "order \(order.paint) \(order.amounts)"
    default: return "\(type(of: command))"
    }
  }

  @Test(arguments: [
    ("draw line", "draw line [] output=nil tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw line 1 2", "draw line [1, 2] output=nil tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw -o a line", "draw line [] output=a tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw line -o=a", "draw line [] output=a tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw line --output -", "draw line [] output=- tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw line --output=--x", "draw line [] output=--x tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw line --output=", "draw line [] output= tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw -qf line", "draw line [] output=nil tags=[] bias=0.0 quiet=true force=true width=3 shade=middle"),
    ("draw -qo a line", "draw line [] output=a tags=[] bias=0.0 quiet=true force=false width=3 shade=middle"),
    ("draw line --bias -1.5", "draw line [] output=nil tags=[] bias=-1.5 quiet=false force=false width=3 shade=middle"),
    ("draw line --bias -.5", "draw line [] output=nil tags=[] bias=-0.5 quiet=false force=false width=3 shade=middle"),
    ("draw line -7 -8", "draw line [-7, -8] output=nil tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw -- -q 4", "draw -q [4] output=nil tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    ("draw -", "draw - [] output=nil tags=[] bias=0.0 quiet=false force=false width=3 shade=middle"),
    (
      "draw line --tag a --tag=b --width 9 --shade dark",
      "draw line [] output=nil tags=[\"a\", \"b\"] bias=0.0 quiet=false force=false width=9 shade=dark"
    ),
    (
      "draw line --width 1 --width 2",
      "draw line [] output=nil tags=[] bias=0.0 quiet=false force=false width=2 shade=middle"
    ),
    ("stock count", "count nil"),
    ("stock count top", "count top"),
    ("stock order --paint red 1 2", "order red [1, 2]"),
    ("secret", "Secret"),
  ])
  func fills(line: String, expected: String) throws {
    let words = line.split(separator: " ").map(String.init)
    #expect(summary(try Paint.parseAsRoot(words)) == expected)
  }

  @Test func anOptionWithoutEffectIsRefused() throws {
    do {
      _ = try Paint.parseAsRoot(["stock", "count", "--deep"])
      Issue.record("--deep was ignored in silence")
    } catch {
      #expect(Paint.fullMessage(for: error).hasPrefix("Error: --deep has no effect without a shelf\n"))
      #expect(Paint.exitCode(for: error) == .validationFailure)
    }
    #expect((try Paint.parseAsRoot(["stock", "count", "top", "--deep"]) as? Count)?.deep == true)
  }

  @Test func aWordOfDashAndLettersIsNoHelp() {
    #expect(throws: (any Error).self) { try Paint.parseAsRoot(["draw", "-dash.png"]) }
    do {
      _ = try Paint.parseAsRoot(["draw", "-dash.png"])
    } catch {
      #expect(Paint.fullMessage(for: error).hasPrefix("Error: Unknown option '-dash.png'\n"))
    }
  }

  @Test func whatIsPrintedOfAWordIsHarmless() {
    do {
      _ = try Paint.parseAsRoot(["draw\u{1B}[31m\n" + String(repeating: "x", count: 100_000)])
      Issue.record("an unknown command was taken")
    } catch {
      let line = Paint.fullMessage(for: error).split(separator: "\n")[0]
      #expect(line.hasPrefix("Error: Unknown command 'draw\\u{1B}[31m\\nxxx") && line.count < 120)
    }
  }

  @Test func aKernelThatBeginsWithANegativeNumberIsAValue() throws {
    let command = try Paint.parseAsRoot(["draw", "-1 0 1; -2 0 2"])
    #expect((command as? Draw)?.shape == "-1 0 1; -2 0 2")
  }

  @Test(arguments: [
    ("drow", "Error: Unknown command 'drow'. Did you mean 'draw'?"),
    ("paper", "Error: Unknown command 'paper'"),
    ("stock cuont", "Error: Unknown command 'cuont'. Did you mean 'count'?"),
    ("help drow", "Error: Unknown command 'drow'. Did you mean 'draw'?"),
    ("help draw line", "Error: Unexpected argument 'line'"),
    ("--versoin", "Error: Unknown option '--versoin'. Did you mean '--version'?"),
    ("draw line --otuput a", "Error: Unknown option '--otuput'. Did you mean '--output'?"),
    ("draw line --colour", "Error: Unknown option '--colour'"),
    ("draw line -x", "Error: Unknown option '-x'"),
    ("draw line -output", "Error: Unknown option '-output'. Did you mean '--output'?"),
    ("draw line -qx", "Error: Unknown option '-qx'"),
    ("draw line -oq", "Error: Unknown option '-oq'"),
    ("draw line -o", "Error: Missing value for '-o <output>'\nHelp:  --output <output>  Where to write."),
    (
      "draw line --output -q", "Error: Missing value for '--output <output>'\nHelp:  --output <output>  Where to write."
    ),
    ("draw line --quiet=yes", "Error: The flag '--quiet' takes no value, but 'yes' was given"),
    (
      "draw line --width wide",
      "Error: The value 'wide' is invalid for '--width <width>'\nHelp:  --width <width>  Width in pixels."
    ),
    (
      "draw line --bias nan",
      "Error: The value 'nan' is invalid for '--bias <bias>'\nHelp:  --bias <bias>  Added to every value."
    ),
    (
      "draw line --shade drak",
      "Error: The value 'drak' is invalid for '--shade <shade>'. Please provide one of 'light', 'middle' or 'dark'\n"
        + "Help:  --shade <shade>  How dark."
    ),
    ("draw line 1 x", "Error: The value 'x' is invalid for '<points> ...'\nHelp:  <points> ...  Where."),
    ("draw", "Error: Missing expected argument '<shape>'\nHelp:  <shape>  What to draw."),
    ("draw line --width 0", "Error: The width is 0; it must be at least 1."),
  ])
  func refusesUsage(line: String, expected: String) {
    let words = line.split(separator: " ").map(String.init)
    #expect {
      _ = try Paint.parseAsRoot(words)
    } throws: { error in
      let text = Paint.fullMessage(for: error)
      #expect(text.hasPrefix(expected + "\nUsage: paint"))
      return Paint.exitCode(for: error) == .validationFailure
    }
  }

  @Test(arguments: [
    (
      "stock order --paint red",
      """
      Error: Missing expected argument '<amounts> ...'
      Help:  <amounts> ...  How many.
      Usage: paint stock order --paint <paint> <amounts> ...
        See 'paint stock order --help' for more information.
      """
    ),
    (
      "stock order 3",
      """
      Error: Missing expected argument '--paint <paint>'
      Help:  --paint <paint>  Of which paint.
      Usage: paint stock order --paint <paint> <amounts> ...
        See 'paint stock order --help' for more information.
      """
    ),
    (
      "stock count a b c",
      """
      Error: 2 unexpected arguments: 'b', 'c'
      Usage: paint stock count [<shelf>]
        See 'paint stock count --help' for more information.
      """
    ),
    (
      "stock cuont",
      """
      Error: Unknown command 'cuont'. Did you mean 'count'?
      Usage: paint stock <command>
        See 'paint stock --help' for more information.
      """
    ),
    (
      "--generate-completion-script tcsh",
      """
      Error: Unknown shell 'tcsh'. Please provide one of 'bash', 'zsh' or 'fish'
      Usage: paint <command>
        See 'paint --help' for more information.
      """
    ),
  ])
  func showsTheUsage(line: String, expected: String) {
    let words = line.split(separator: " ").map(String.init)
    #expect {
      _ = try Paint.parseAsRoot(words)
    } throws: { error in
      Paint.fullMessage(for: error) == expected
    }
  }

  @Test(arguments: [
    ("--version", "1.2.3"), ("draw --version", "1.2.3"), ("stock count --version", "1.2.3"),
  ])
  func printsTheVersion(line: String, expected: String) {
    let words = line.split(separator: " ").map(String.init)
    #expect {
      _ = try Paint.parseAsRoot(words)
    } throws: { error in
      Paint.fullMessage(for: error) == expected && Paint.exitCode(for: error) == .success
    }
  }

  @Test func aFailureOfARunningCommandIsNoUsageError() {
    struct Broken: Error, CustomStringConvertible { let description = "The brush is dry." }
    #expect(Paint.fullMessage(for: Broken()) == "Error: The brush is dry.")
    #expect(Paint.exitCode(for: Broken()) == .failure)
    #expect(Paint.fullMessage(for: ExitCode(7)) == "")
    #expect(Paint.exitCode(for: ExitCode(7)) == ExitCode(7))
  }
}
