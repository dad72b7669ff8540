import ConvolutionLab

let digits = try readDataset(.named(.digits))
let layers = "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10"
let specification = try NetworkSpecification(parsing: layers)
let architecture = try Architecture(specification, input: Shape(channels: 1, height: 28, width: 28))

var settings = TrainingConfiguration()
settings.epochs = 2
let trainer = try Trainer(Network(architecture), examples: digits.training, configuration: settings)
for epoch in 1...settings.epochs {
  let report = trainer.runEpoch()
  print("Epoch \(epoch): \(report.accuracy) of the pictures read right while learning")
}

let test = try Inference(trainer.network).evaluate(digits.test ?? digits.training)
print("Of pictures never seen: \(test.accuracy)")
try Model(trainer.network, classes: digits.classes).write(to: "digits.safetensors")
