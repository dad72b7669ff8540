import Commands
import ConvolutionCore
import PictureFiles
import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the maps of a run go, and what is refused before anything is read.
@Suite struct OutputPlanTests {
  private func chains(_ names: [String]) -> [StageChain] {
    names.map { name in
      StageChain(
        name: name,
        stages: [
          Stage(name: name, operation: .activation(.relu)),
          Stage(name: "max:2", operation: .pooling(Pooling(.max, window: 2))),
        ])
    }
  }

  @Test(
    arguments: [
      (["p.png"], ["edge"], nil, nil, false, ["p-edge.png"]),
      (["p.png"], ["edge"], nil, MapFormat.npy, false, ["p-edge.npy"]),
      (["p.png"], ["edge"], "x.csv", nil, false, ["x.csv"]),
      (["p.png"], ["edge"], "-", nil, false, ["-"]),
      (
        ["p.png", "q.png"], ["edge", "blur"], "maps", nil, false,
        [
          "maps/p-edge.png", "maps/p-blur.png", "maps/q-edge.png", "maps/q-blur.png",
        ]
      ),
      // Numbers of one picture go into one file.
      (["p.png"], ["edge", "blur"], "all.npy", nil, false, ["all.npy"]),
      (["p.png"], ["edge", "blur"], "maps/", .npy, false, ["maps/p-edge.npy", "maps/p-blur.npy"]),
      (["a/p.png"], ["edge"], "maps", nil, true, ["maps/a/p-edge.png"]),
    ] as [([String], [String], String?, MapFormat?, Bool, [String])])
  func aMapHasAPlace(
    _ inputs: [String], _ kernels: [String], _ output: String?, _ format: MapFormat?, _ keepsFolders: Bool,
    _ expected: [String]
  ) throws {
    let plan = try OutputPlan(
      inputs: inputs, chains: chains(kernels), output: output, format: format, keepsFolders: keepsFolders)
    #expect(inputs.indices.flatMap { plan.files(of: $0).results } == expected)
    #expect(plan.usesStandardOutput == (output == "-"))
    #expect(plan.isStacked == (expected == ["all.npy"]))
  }

  @Test(
    arguments: [
      (["p.png", "q.png"], "x.png", nil, "-o x.png names one file, but 2 would be written: name a folder"),
      (["p.png", "q.png"], "-", nil, "Standard output takes one map, but there are several: name a folder with -o"),
      (["p.png"], "x.png", .npy, "-o x.png ends in .png, but --format is npy: make them agree"),
      (["p.png"], "x.jpg", nil, "-o x.jpg ends in .jpg, which is not written: end it in .png, .npy or .csv"),
      (
        ["a/p.png", "b/p.png"], "maps", nil,
        "Two outputs would be named maps/p-edge.png, from a/p.png and b/p.png: filter them one by one with -o, or give "
          + "--keep-folders"
      ),
      (
        ["p.png", "p.png"], nil, nil,
        "Two outputs would be named p-edge.png, both from p.png: name each kernel and each picture once"
      ),
    ] as [([String], String?, MapFormat?, String)])
  func whatCannotWorkIsRefused(_ inputs: [String], _ output: String?, _ format: MapFormat?, _ expected: String) {
    let error = #expect(throws: CommandFailure.self) {
      try OutputPlan(inputs: inputs, chains: chains(["edge"]), output: output, format: format)
    }
    #expect(error?.description == expected)
  }

  @Test func anInputIsNeverWrittenOver() throws {
    let folder = try TemporaryFolder(beside: "/tmp/cnnlab-plan-\(getpid())")
    let picture = "\(folder.path)/p.png"
    try writeFile(picture, text: "a picture")
    let error = #expect(throws: CommandFailure.self) {
      try OutputPlan(inputs: [picture], chains: chains(["edge"]), output: "\(folder.path)/./p.png")
    }
    #expect(error?.description.hasSuffix("an input is never overwritten: choose another name") == true)
  }

  @Test func foldersThatStayEmptyGoAgain() throws {
    let folder = try TemporaryFolder(beside: "/tmp/cnnlab-plan-\(getpid())")
    let inputs = ["a/p.png", "b/p.png"]
    let plan = try OutputPlan(
      inputs: inputs, chains: chains(["edge"]), output: "\(folder.path)/new/maps", keepsFolders: true)
    for index in inputs.indices { try plan.makeFolders(of: index) }
    #expect(try folderContents("\(folder.path)/new/maps").sorted() == ["a", "b"])
    try writeFile("\(folder.path)/new/maps/a/p-edge.png", text: "a map")
    plan.removeEmptyFolders()
    #expect(try folderContents("\(folder.path)/new/maps") == ["a"])
  }

  @Test func theStageThatDoesNotFitIsNamed() throws {
    let chain = chains(["edge"])[0]
    #expect(try chain.sizes(from: Size(width: 7, height: 5)) == [Size(width: 7, height: 5), Size(width: 3, height: 2)])
    let error = #expect(throws: StageError.self) { try chain.sizes(from: Size(width: 7, height: 1)) }
    #expect(error?.number == 2 && error?.of == 2 && error?.name == "max:2")
  }
}
