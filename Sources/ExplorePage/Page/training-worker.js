// The training itself, in a worker, so that the page stays free: steps in slices, weights sent thirty times a second.

import { Engine } from './engine.js';

/** @typedef {{ rate: number, momentum: number, decay: number, batch: number, seed: number }} Settings */
/** @typedef {{ pixels: Uint8Array, labels: Uint8Array }} Examples */
/**
 * @typedef {{ kind: 'open', module: string, code: number[], input: [number, number, number], settings: Settings,
 *     parameters: Float32Array | null, examples: Examples | null }
 *   | { kind: 'run' } | { kind: 'pause' } | { kind: 'step', count: number } | { kind: 'settings', settings: Settings }
 *   | { kind: 'parameters', parameters: Float32Array }} Order
 */
/**
 * @typedef {{ parameters: Float32Array, loss: number, accuracy: number, seen: number, rate: number, unseen: number | null,
 *   isRunning: boolean, diverged: boolean }} Report
 */

/** So many drawn digits are learned before new ones are drawn. */
const chunk = 2048;
/** Unseen digits that the accuracy is measured on. */
const testCount = 200;
/** Milliseconds between two reports. */
const frame = 33;

/** @type {Engine} */
let engine;
let network = 0;
let trainer = 0;
/** @type {Settings} */
let settings;
/** @type {Examples | null} */
let own = null;
let inputCount = 784;
let drawn = 0;
let seen = 0;
let epochSeen = 0;
let lastLoss = NaN;
let lastAccuracy = NaN;
let isRunning = false;
let diverged = false;
/** @type {[number, number][]} when, and how many pictures had been seen */
let marks = [];
let lastTest = 0;
/** @type {number | null} */
let unseen = null;
/** @type {Examples | null} */
let test = null;

/**
 * @param {number} first
 * @param {number} count
 * @param {number} seed
 * @returns {Examples}
 */
function draw(first, count, seed) {
  return engine.scoped((take) => {
    const pixels = take(count * 784);
    const labels = take(count);
    engine.exports.digits_draw(seed, first, count, pixels, labels);
    return { pixels: engine.bytes(pixels, count * 784).slice(), labels: engine.bytes(labels, count).slice() };
  });
}

/** A trainer for the next pictures, from the network's present numbers on. */
function prepare() {
  const examples = own ?? draw(drawn, chunk, settings.seed);
  if (!own) drawn += chunk;
  if (trainer) engine.exports.trainer_release(trainer);
  trainer = engine.scoped((take) => {
    const pixels = take(examples.pixels.length);
    const labels = take(examples.labels.length);
    engine.bytes(pixels, examples.pixels.length).set(examples.pixels);
    engine.bytes(labels, examples.labels.length).set(examples.labels);
    return engine.exports.trainer_new(network, pixels, labels, examples.labels.length,
      Math.min(settings.batch, examples.labels.length), settings.rate, settings.momentum, settings.decay, settings.seed);
  });
  epochSeen = 0;
  return examples.labels.length;
}

let epochCount = 0;

/**
 * Takes some steps; at the end of an epoch the next begins.
 * @param {number} steps
 */
function learn(steps) {
  if (!trainer) epochCount = prepare();
  const ending = engine.exports.trainer_run(trainer, steps);
  const now = Math.min(epochCount, epochSeen + steps * settings.batch);
  seen += now - epochSeen;
  epochSeen = now;
  lastLoss = engine.exports.trainer_loss(trainer);
  lastAccuracy = engine.exports.trainer_accuracy(trainer);
  diverged = ending < 0;
  if (diverged) isRunning = false;
  if (ending !== 0) {
    engine.exports.trainer_read(trainer, network);
    engine.exports.trainer_release(trainer);
    trainer = 0;
  }
}

/** @returns {Float32Array} all numbers of the network, array after array */
function parameters() {
  if (trainer) engine.exports.trainer_read(trainer, network);
  const count = engine.exports.parameter_count(network);
  const sizes = Array.from({ length: count }, (_, index) => engine.exports.parameter_size(network, index));
  const result = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  let place = 0;
  sizes.forEach((size, index) => engine.scoped((take) => {
    const values = take(4 * size);
    engine.exports.parameter_read(network, index, values);
    result.set(engine.floats(values, size), place);
    place += size;
  }));
  return result;
}

/** The share of right answers among digits that were never learned. */
function measure() {
  test ??= draw(0, testCount, settings.seed ^ 0x5eed);
  const { pixels, labels } = test;
  const count = engine.exports.activation_count(network);
  return engine.scoped((take) => {
    const source = take(784);
    const target = take(4 * count);
    let right = 0;
    for (let index = 0; index < labels.length; index++) {
      engine.bytes(source, 784).set(pixels.subarray(index * 784, (index + 1) * 784));
      engine.exports.forward(network, source, target);
      const last = engine.floats(target + 4 * (count - 10), 10);
      if (last.indexOf(Math.max(...last)) === labels[index]) right++;
    }
    return right / labels.length;
  });
}

/** @param {boolean} isLast whether the training stands still afterwards */
function report(isLast) {
  const now = performance.now();
  const numbers = parameters();
  if (!own && inputCount === 784 && (isLast || now - lastTest > 3000)) {
    unseen = measure();
    lastTest = performance.now();
  }
  marks.push([now, seen]);
  marks = marks.filter(([when]) => now - when < 2000);
  const [[start, before]] = marks;
  /** @type {Report} */
  const result = {
    parameters: numbers, loss: lastLoss, accuracy: lastAccuracy, seen,
    rate: now > start ? (seen - before) / (now - start) * 1000 : 0, unseen, isRunning, diverged,
  };
  postMessage(result, /** @type {any} */ ([numbers.buffer]));
}

const channel = new MessageChannel();
channel.port1.onmessage = () => {
  if (!isRunning) return;
  const start = performance.now();
  // Ends with the epoch's steps, so that the loss that is reported is that of steps.
  do learn(4); while (isRunning && trainer && performance.now() - start < frame - 9);
  report(false);
  if (isRunning) channel.port2.postMessage(null);
};

/** @param {Float32Array} numbers */
function write(numbers) {
  if (trainer) {
    engine.exports.trainer_release(trainer);
    trainer = 0;
  }
  engine.scoped((take) => {
    const values = take(4 * numbers.length);
    engine.floats(values, numbers.length).set(numbers);
    engine.exports.parameters_write(network, values, numbers.length);
  });
}

/** @param {Order} order */
async function obey(order) {
  if (order.kind === 'open') {
    isRunning = false;
    engine ??= await Engine.start(order.module);
    if (trainer) engine.exports.trainer_release(trainer);
    if (network) engine.exports.network_release(network);
    trainer = 0;
    settings = order.settings;
    own = order.examples;
    inputCount = order.input[0] * order.input[1] * order.input[2];
    network = engine.scoped((take) => {
      const code = take(4 * order.code.length);
      engine.ints(code, order.code.length).set(order.code);
      return engine.exports.network_new(code, order.code.length, ...order.input, settings.seed);
    });
    if (order.parameters) write(order.parameters);
    drawn = seen = epochSeen = lastTest = 0;
    marks = [];
    test = unseen = null;
    lastLoss = lastAccuracy = NaN;
    diverged = false;
    report(true);
  } else if (order.kind === 'run' && !isRunning) {
    isRunning = true;
    marks = [];
    channel.port2.postMessage(null);
  } else if (order.kind === 'pause') {
    isRunning = false;
    report(true);
  } else if (order.kind === 'step') {
    isRunning = false;
    learn(order.count);
    report(true);
  } else if (order.kind === 'settings') {
    settings = order.settings;
    if (trainer) {
      engine.exports.trainer_read(trainer, network);
      engine.exports.trainer_release(trainer);
      trainer = 0;
    }
  } else if (order.kind === 'parameters') {
    write(order.parameters);
    report(true);
  }
}

// One order after another: the first waits for the engine.
let last = Promise.resolve();
onmessage = (event) => { last = last.then(() => obey(event.data)); };
