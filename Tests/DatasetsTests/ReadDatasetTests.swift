import Datasets
import NetworkDescription
import SystemServices
import Testing

@Suite struct ReadDatasetTests {
  static func writeMNIST(
    _ folder: TemporaryFolder, in name: String, labels: [UInt8] = [3, 9], testLabels: [UInt8] = [0], testSide: Int = 2
  ) throws {
    try folder.write(
      "\(name)/train-images-idx3-ubyte", idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]))
    try folder.write("\(name)/train-labels-idx1-ubyte.gz", gzip(idx([labels.count], labels)))
    try folder.write(
      "\(name)/t10k-images.idx3-ubyte.gz",
      gzip(idx([1, testSide, testSide], [UInt8](repeating: 9, count: testSide * testSide))))
    try folder.write("\(name)/t10k-labels-idx1-ubyte", idx([testLabels.count], testLabels))
  }

  @Test func mnistIsFoundInTheFirstFolderThatHasIt() throws {
    let folder = try TemporaryFolder()
    try Self.writeMNIST(folder, in: "second/mnist")
    let dataset = try readDataset(
      try DatasetSource("mnist"), folders: ["\(folder.path)/first", "\(folder.path)/second"])
    #expect(dataset.name == "mnist")
    #expect(dataset.classes == (0...9).map { String($0) })
    #expect(dataset.training.labels == [3, 9])
    #expect(dataset.training.pixels == Array(1...8))
    #expect(dataset.test?.labels == [0])
    #expect(dataset.training.channels == 1 && dataset.training.height == 2 && dataset.training.width == 2)
  }

  @Test func anyFolderWithIDXFilesWillDo() throws {
    let folder = try TemporaryFolder()
    try Self.writeMNIST(folder, in: "own")
    let source = try DatasetSource("\(folder.path)/own/")
    #expect(source.name == "own")
    #expect(try readDataset(source).training.count == 2)
    #expect(try readTestExamples(source).examples.labels == [0])
  }

  @Test func aFolderCalledAsADataSetHoldsIt() throws {
    let folder = try TemporaryFolder()
    try Self.writeMNIST(folder, in: "fashion-mnist")
    let dataset = try readDataset(try DatasetSource("\(folder.path)/fashion-mnist"))
    #expect(dataset.classes[9] == "ankle boot")
  }

  static func record(_ label: UInt8) -> [UInt8] {
    [label] + [UInt8](repeating: 100, count: 1024) + [UInt8](repeating: 50, count: 1024)
      + [UInt8](repeating: 200, count: 1024)
  }

  @Test func cifarClassesAreChosenAndNumberedAnew() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "cifar10/cifar-10-batches-bin/data_batch_1.bin", [UInt8(8), 0, 5, 2].flatMap(Self.record))
    try folder.write("cifar10/cifar-10-batches-bin/data_batch_2.bin.gz", gzip(Self.record(3)))
    let ten = try readDataset(.named(.cifar10), folders: [folder.path])
    #expect(ten.training.labels == [8, 0, 5, 2, 3])
    #expect(ten.test == nil)
    let four = try readDataset(.named(.cifar4), folders: [folder.path])
    #expect(four.training.labels == [0, 3, 1, 2])
    #expect(four.training.channels == 3 && four.training.pixels[0] == 100 && four.training.pixels[3071] == 200)
    let gray = try readDataset(.named(.cifar4Gray), folders: [folder.path])
    // 0.299 · 100 + 0.587 · 50 + 0.114 · 200 = 82.05
    #expect(gray.training.channels == 1 && gray.training.pixels.allSatisfy { $0 == 82 })
    // Without a test part, all pictures are there to test with.
    #expect(try readTestExamples(.named(.cifar4), folders: [folder.path]).examples.count == 4)
  }

  @Test func messages() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    try Self.writeMNIST(folder, in: "counts", labels: [3, 9, 1])
    try Self.writeMNIST(folder, in: "labels", labels: [3, 10])
    try Self.writeMNIST(folder, in: "shapes", testSide: 3)
    try makeFolder("\(path)/empty")
    try folder.write("partial/data_batch_1.bin", [1, 2, 3])
    try folder.write("ten/data_batch_1.bin", Self.record(10))
    try folder.write("cifar4/data_batch_1.bin", Self.record(0))
    let expected = [
      "counts": "\(path)/counts/train-images-idx3-ubyte holds 2 pictures but "
        + "\(path)/counts/train-labels-idx1-ubyte.gz 3 labels; they must be as many",
      "labels": "\(path)/labels/train-labels-idx1-ubyte.gz: label 10 of picture 1 is out of range, expected 0 to 9",
      "shapes": "\(path)/shapes: training pictures of 1×2×2 (channels × rows × columns) but test pictures of "
        + "1×3×3 (channels × rows × columns); they must be alike",
      "empty": "\(path)/empty: no data set in it; expected IDX files (train-images-idx3-ubyte…), CIFAR files "
        + "(data_batch_1.bin…) or a subfolder of pictures for each class",
      "partial": "\(path)/partial/data_batch_1.bin: 3 bytes are not a whole number of CIFAR records of 3073 bytes; "
        + "fetch it again",
      "ten": "\(path)/ten/data_batch_1.bin: label 10 of picture 0 is out of range, expected 0 to 9",
      "cifar4": "\(path)/cifar4/data_batch_1.bin: no picture of ship, bird, cat, dog",
      "none": "no data set or folder '\(path)/none'; "
        + "known: digits, mnist, fashion-mnist, cifar10, cifar10-gray, cifar4, cifar4-gray",
    ]
    for (name, message) in expected {
      let error = #expect(throws: DatasetFileError.self) {
        try readDataset(try DatasetSource("\(path)/\(name)"))
      }
      #expect(error.map { "\($0)" } == message)
    }
    let missing = #expect(throws: DatasetFileError.self) {
      try readDataset(.named(.mnist), folders: ["/nowhere"])
    }
    #expect(
      missing.map { "\($0)" }
        == "mnist is not on this machine (looked in /nowhere/mnist); run 'cnnlab data fetch mnist', "
        + "or put its files into one of these folders")
  }
}
