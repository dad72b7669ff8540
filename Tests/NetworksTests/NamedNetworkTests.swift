import NetworkDescription
import Testing

/// Parameters as published, worked out layer by layer from the papers' tables.
@Suite struct NamedNetworkTests {
  @Test(arguments: [
    ("lenet5", 61_706), ("lenet5-1998", 60_000), ("visualizer", 63_802), ("exercise", 27_226), ("convnet4", 145_444),
    ("visualizer-mlp", 784 * 300 + 300 + 300 * 100 + 100 + 100 * 10 + 10),
    ("alexnet", 60_965_224), ("alexnet-one-tower", 62_378_344), ("alexnet-2014", 61_100_840), ("zfnet", 62_357_608),
    ("vgg11", 132_863_336), ("vgg13", 133_047_848), ("vgg16", 138_357_544), ("vgg19", 143_667_240),
    ("googlenet", 6_998_552), ("googlenet-heads", 13_378_280),
    ("resnet18", 11_689_512), ("resnet34", 21_797_672), ("resnet50", 25_557_032), ("resnet101", 44_549_160),
    ("resnet152", 60_192_808),
    ("densenet121", 7_978_856), ("densenet161", 28_681_000), ("densenet169", 14_149_480), ("densenet201", 20_013_928),
    // 3×3 stages of 16, 32, 64 maps: 0.27, 0.46, 0.66 and 0.85 million in the paper, whose shortcuts learn nothing.
    ("resnet20", 269_722), ("resnet32", 464_154), ("resnet44", 658_586), ("resnet56", 853_018),
    // With 1×1 shortcuts where the size changes.
    ("resnet8", 78_042), ("plain20", 269_722), ("plain56", 853_018), ("densenet40", 1_019_722),
  ])
  func parametersAsPublished(_ name: String, _ count: Int) throws {
    let network = try #require(NamedNetwork.named(name))
    #expect(try Architecture(network.specification, input: network.input).parameterCount == count)
  }

  /// Batch normalisation adds a weight and a bias for each map of each convolution.
  @Test(arguments: [(11, 2_752), (13, 2_944), (16, 4_224), (19, 5_504)])
  func batchNormalizationInVGG(_ depth: Int, _ maps: Int) throws {
    let plain = try #require(NamedNetwork.named("vgg\(depth)"))
    let normalized = try #require(NamedNetwork.named("vgg\(depth)-bn"))
    let before = try Architecture(plain.specification, input: plain.input).parameterCount
    #expect(try Architecture(normalized.specification, input: plain.input).parameterCount == before + 2 * maps)
  }

  /// The nine modules of GoogLeNet, as the paper's table gives their sizes.
  @Test(arguments: [
    ("3a", 163_696), ("3b", 388_736), ("4a", 376_176), ("4b", 449_160), ("4c", 510_104), ("4d", 605_376),
    ("4e", 868_352), ("5a", 1_043_456), ("5b", 1_444_080),
  ])
  func modulesOfGoogLeNet(_ module: String, _ count: Int) throws {
    let network = try #require(NamedNetwork.named("googlenet"))
    let architecture = try Architecture(network.specification, input: network.input)
    let rows = architecture.rows.filter { $0.name.hasPrefix("\(module)-") }
    #expect(rows.reduce(0) { $0 + $1.parameters } == count)
  }

  /// Behind the ReLU, before the pooling; in ZF Net behind the pooling, and in GoogLeNet once this and once that.
  @Test(arguments: [
    ("alexnet", ["lrn1 lrn 5 relu1 96×55×55", "lrn2 lrn 5 relu2 256×27×27"]),
    ("alexnet-one-tower", ["lrn1 lrn 5 relu1 96×55×55", "lrn2 lrn 5 relu2 256×27×27"]), ("alexnet-2014", []),
    ("zfnet", ["lrn1 lrn 5 max1 96×55×55", "lrn2 lrn 5 max2 256×13×13"]),
    ("googlenet", ["lrn1 lrn 5 k 1 max1 64×56×56", "lrn2 lrn 5 k 1 relu3 192×56×56"]),
    ("googlenet-heads", ["lrn1 lrn 5 k 1 max1 64×56×56", "lrn2 lrn 5 k 1 relu3 192×56×56"]),
  ])
  func localResponseNormalizationIsWhereThePapersHaveIt(_ name: String, _ places: [String]) throws {
    let network = try #require(NamedNetwork.named(name))
    let architecture = try Architecture(network.specification, input: network.input)
    let nodes = architecture.specification.nodes
    let found = nodes.indices.filter { nodes[$0].layer.text.hasPrefix("lrn") }.map {
      "\(nodes[$0].name) \(nodes[$0].layer.text) \(nodes[nodes[$0].inputs[0]].name) \(architecture.shapes[$0].text)"
    }
    #expect(found == places)
  }

  @Test func namesAreUnique() {
    #expect(Set(NamedNetwork.all.map(\.name)).count == NamedNetwork.all.count)
  }

  @Test(arguments: NamedNetwork.all.map(\.name))
  func textsComeBack(_ name: String) throws {
    let specification = try #require(NamedNetwork.named(name)).specification
    #expect(try NetworkSpecification(parsing: specification.text) == specification)
  }

  /// A network that ends in maps of one value gives a class each.
  @Test(arguments: NamedNetwork.all.filter { $0.input.width > 32 }.map(\.name))
  func largeOnesNameAThousandClasses(_ name: String) throws {
    let network = try #require(NamedNetwork.named(name))
    #expect(try Architecture(network.specification, input: network.input).output == Shape(channels: 1000))
  }
}
