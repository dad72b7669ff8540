import Commands
import ConvolutionCore
import SystemServices
import Testing

@Suite struct OutputNamesTests {
  private func names(
    _ inputs: [String], chains: [String] = ["edge"], file: String? = nil, folder: String = "", stages: [String] = [],
    keepsFolders: Bool = false
  ) -> [String] {
    let steps = (stages + ["last"]).map { Stage(name: $0, operation: .activation(.relu)) }
    let names = OutputNames(
      inputs: inputs, chains: chains.map { StageChain(name: $0, stages: steps) }, file: file, folder: folder,
      format: .png, isStacked: false, hasStages: !stages.isEmpty, keepsFolders: keepsFolders)
    return inputs.flatMap { input in
      let files = names.files(of: input)
      return files.stages.joined() + files.results
    }
  }

  @Test(
    arguments: [
      (["photo.png"], "", ["photo-edge.png"]),
      (["a/photo.png", "-"], "", ["photo-edge.png", "stdin-edge.png"]),
      (["a/photo.png"], "maps", ["maps/photo-edge.png"]),
      (["a/photo.png"], "maps/", ["maps/photo-edge.png"]),
      (["-dash.png", ".hidden"], "", ["-dash-edge.png", ".hidden-edge.png"]),
      // Equal stems are told apart by their ending, and only those.
      (["a.png", "a.jpg", "b.png"], "", ["a-png-edge.png", "a-jpg-edge.png", "b-edge.png"]),
      (["x/a.png", "y/a.JPG"], "maps", ["maps/a-png-edge.png", "maps/a-jpg-edge.png"]),
      // NFC and NFD are two files.
      (["caf\u{E9}.png", "cafe\u{301}.png"], "", ["caf\u{E9}-edge.png", "cafe\u{301}-edge.png"]),
    ] as [([String], String, [String])])
  func aPictureGivesItsNameToItsMaps(_ inputs: [String], _ folder: String, _ expected: [String]) {
    let found = names(inputs, folder: folder)
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test(arguments: [
    ("a/b/photo.png", "maps/a/b/photo-edge.png"), ("photo.png", "maps/photo-edge.png"),
    ("./a/./photo.png", "maps/a/photo-edge.png"), ("/a/photo.png", "maps/a/photo-edge.png"),
    ("../../a/photo.png", "maps/a/photo-edge.png"), ("a/../b/photo.png", "maps/b/photo-edge.png"),
  ])
  func foldersAreKeptUnderTheOutput(_ input: String, _ expected: String) {
    #expect(names([input], folder: "maps", keepsFolders: true) == [expected])
  }

  @Test func stagesBearTheirNumber() {
    #expect(
      names(["p.png"], chains: ["edge-max-2"], stages: ["edge", "max:2"])
        == ["p-edge-max-2-1-edge.png", "p-edge-max-2-2-max-2.png", "p-edge-max-2.png"])
    #expect(names(["p.png"], file: "x/out.png", stages: ["edge"]) == ["x/out-1-edge.png", "x/out.png"])
  }

  @Test(arguments: [1, 100, 230, 240, 250, 251], [4, 20, 200, 300])
  func aNameFitsTheFileSystemAndStaysItsOwn(_ stem: Int, _ chain: Int) {
    let inputs = ["s", "t"].map { "folder/" + String(repeating: "é", count: stem / 2) + $0 + ".png" }
    let chains = ["a", "b"].map { String(repeating: "c", count: chain) + $0 }
    let found = names(inputs, chains: chains, folder: "maps")
    #expect(Set(found).count == 4)
    for path in found {
      #expect(path.hasPrefix("maps/") && path.hasSuffix(".png"))
      #expect(fileName(path).utf8.count <= 255)
    }
  }

  @Test(arguments: [
    ("edge", "edge"), ("gaussian:2", "gaussian-2"), ("motion:9:45", "motion-9-45"), ("motion:9:-45", "motion-9--45"),
    ("motion:9:−45", "motion-9--45"), ("gaussian:1/2", "gaussian-1over2"), ("gaussian:1:2", "gaussian-1-2"),
    ("gaussian:√2", "gaussian-sqrt2"), ("my kernel", "my-kernel"), ("größe.2_b", "größe.2_b"), (":", "custom"),
    ("a\nb\u{1B}c", "a-b-c"),
  ])
  func kernelsOfAFamilyHaveNamesOfTheirOwn(_ name: String, _ expected: String) {
    #expect(fileSafe(name) == expected)
  }
}
