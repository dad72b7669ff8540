// One epoch of LeNet-5 on drawn digits: node epoch.mjs MODULE COUNT MEAN DEVIATION WEIGHTS PICTURES ACTIVATIONS
// Writes all weights, three pictures it has not seen, and what every layer makes of them; prints the pictures learned a
// second.
import { readFileSync, writeFileSync } from 'node:fs';

const [path, countText, mean, deviation, weightFile, pictureFile, activationFile] = process.argv.slice(2);
const count = Number(countText);
const wasm = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {}).exports;

function put(values, Type) {
  const pointer = wasm.allocate(values.length * Type.BYTES_PER_ELEMENT);
  new Type(wasm.memory.buffer, pointer, values.length).set(values);
  return pointer;
}

const text = new TextEncoder().encode('conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10');
const network = wasm.network_parse(put(text, Uint8Array), text.length, 1, 28, 28, 0, 1);
wasm.normalization_set(network, put([Number(mean)], Float32Array), put([Number(deviation)], Float32Array), 1);

const pixels = wasm.allocate(784 * count);
const labels = wasm.allocate(count);
wasm.digits_draw(1, 0, count, pixels, labels);
// SGD, rate, momentum, decay, batch, no augmentation, no smoothing.
const settings = put([0, 0.05, 0.9, 0, 64, 0, 0], Float32Array);
const trainer = wasm.trainer_new(network, pixels, labels, count, settings, 1, 0);
const start = performance.now();
let state = 0;
while (state === 0) state = wasm.trainer_run(trainer, 100);
const seconds = (performance.now() - start) / 1000;
if (state !== 1) throw new Error('the training diverged');
wasm.trainer_read(trainer, network);

const weights = [];
for (let index = 0; index < wasm.parameter_count(network); index++) {
  const size = wasm.parameter_size(network, index);
  const target = wasm.allocate(4 * size);
  wasm.parameter_read(network, index, target);
  weights.push(...new Float32Array(wasm.memory.buffer, target, size));
}
writeFileSync(weightFile, Float32Array.from(weights));

const size = wasm.activation_count(network);
const values = new Float32Array(3 * size);
wasm.digits_draw(1, 60000, 3, pixels, labels);
writeFileSync(pictureFile, new Uint8Array(wasm.memory.buffer, pixels, 3 * 784));
for (let picture = 0; picture < 3; picture++) {
  const target = wasm.allocate(4 * size);
  if (wasm.forward(network, pixels + 784 * picture, target) !== 0) throw new Error('the picture does not fit');
  values.set(new Float32Array(wasm.memory.buffer, target, size), picture * size);
  wasm.release(target);
}
writeFileSync(activationFile, values);
console.log(Math.round(count / seconds));
