// The training itself, in a worker, so that the page stays free: steps in slices, weights sent thirty times a second.

import { Engine } from './engine.js';

/**
 * @typedef {{ optimizer: number, rate: number, momentum: number, decay: number, batch: number, augmentation: number,
 *   seed: number }} Settings optimiser and augmentation are places in the lists of the page
 * @typedef {{ pixels: Uint8Array, labels: Uint8Array }} Examples
 * @typedef {{ name: string, count: number, shape: number[] }} ParameterArray
 * @typedef {{ text: string, outputs: number, area: number, values: number, inputs: number,
 *   layers: { name: string, text: string }[], arrays: ParameterArray[], records: number[], packed: number }} Description
 */
/**
 * @typedef {{ kind: 'open', id: number, module: string, text: string, outputs: number, settings: Settings,
 *     examples: Examples | null }
 *   | { kind: 'run' } | { kind: 'pause' } | { kind: 'step' } | { kind: 'taken' } | { kind: 'settings', settings: Settings }
 *   | { kind: 'parameters', parameters: Float32Array } | { kind: 'examples', examples: Examples | null }
 *   | { kind: 'one', example: Examples } | { kind: 'state', id: number }
 *   | { kind: 'single', id: number, state: number[], gradient: number, time: number, isBias: boolean }} Order
 */
/** @typedef {{ pixels: Uint8Array, label: number, answer: number, share: number }} Mistake */
/**
 * @typedef {{ parameters: Float32Array, packed: Float32Array | null, loss: number, accuracy: number, seen: number,
 *   rate: number, unseen: number | null, isOwnTest: boolean, mistakes: Mistake[] | null, isRunning: boolean,
 *   diverged: boolean }} Report `packed` is there where the cards take other numbers than the file
 */

/** So many drawn digits are learned before new ones are drawn. */
const chunk = 2048;
/** Pictures that the accuracy is measured on. */
const testCount = 1000;
const mistakeCount = 12;
/** Milliseconds between two reports. */
const frame = 33;
const inputCount = 784;

/** @type {Engine} */
let engine;
let network = 0;
let trainer = 0;
/** @type {Settings} */
let settings;
/** @type {Description} */
let description;
/** @type {Examples | null} */
let own = null;
/** @type {Examples | null} */
let test = null;
/** @type {Examples} the digits that are learned after those at hand */
let next;
let nextCount = 0;
let drawn = 0;
let seen = 0;
let epochSeen = 0;
let epochCount = 0;
let stepTime = 4;
/** Means over the last pictures, some two thousand or an epoch where that has fewer. */
let lastLoss = NaN;
let lastAccuracy = NaN;
/** Sums over the epoch so far, which the engine gives. */
let epochLoss = 0;
let epochRight = 0;
let isRunning = false;
let diverged = false;
/** @type {[number, number][]} when, and how many pictures had been seen */
let marks = [];
let lastTest = 0;
/** Whether the page has still to take the last report: a slow one gets fewer of them. */
let isAwaited = false;
/** @type {number | null} */
let unseen = null;

/** Why the engine gave nothing. */
function problem() {
  return engine.scoped((take) => {
    const target = take(2048);
    return new TextDecoder().decode(engine.bytes(target, engine.exports.problem_read(target, 2048)));
  });
}

/** @param {(bytes: number) => number} take */
function settingsIn(take) {
  const place = take(32);
  const { optimizer, rate, momentum, decay, batch, augmentation } = settings;
  engine.floats(place, 7).set([optimizer, rate, momentum, decay, batch, augmentation, 0]);
  return place;
}

/**
 * Draws digits into `target`.
 * @param {Examples} target
 * @param {number} at
 * @param {number} count
 * @param {number} first
 * @param {number} seed
 */
function draw(target, at, count, first, seed) {
  engine.scoped((take) => {
    const pixels = take(count * inputCount);
    const labels = take(count);
    engine.exports.digits_draw(seed, first, count, pixels, labels);
    target.pixels.set(engine.bytes(pixels, count * inputCount), at * inputCount);
    target.labels.set(engine.bytes(labels, count), at);
  });
}

/**
 * Draws some more of the digits that come next.
 * @param {number} count
 */
function drawAhead(count) {
  const more = Math.min(count, chunk - nextCount);
  if (more <= 0) return;
  draw(next, nextCount, more, drawn, settings.seed);
  drawn += more;
  nextCount += more;
}

/**
 * Calls the engine with examples in its memory.
 * @param {Examples} examples
 * @param {(pixels: number, labels: number, count: number, take: any) => number} body
 */
function withExamples({ pixels, labels }, body) {
  return engine.scoped((take) => {
    const source = take(pixels.length);
    const classes = take(labels.length);
    engine.bytes(source, pixels.length).set(pixels);
    engine.bytes(classes, labels.length).set(labels);
    return body(source, classes, labels.length, take);
  });
}

/**
 * A trainer of these pictures that goes on where the present one stands.
 * @param {Examples} examples
 * @returns {number}
 */
function trainerOf(examples) {
  const result = withExamples(examples, (pixels, labels, count, take) => engine.exports.trainer_new(
    network, pixels, labels, count, settingsIn(take), settings.seed, trainer));
  if (!result) throw new RangeError(problem());
  return result;
}

/**
 * Puts another trainer in the place of the present one.
 * @param {number} other
 */
function replaceTrainer(other) {
  if (trainer) engine.exports.trainer_release(trainer);
  trainer = other;
}

/** Begins an epoch: with the reader's own pictures the same again, else with new digits. */
function beginEpoch() {
  if (!own) {
    drawAhead(chunk);
    if (trainer && epochCount === chunk && epochSeen > 0) {
      withExamples(next, (pixels, labels, count) => engine.exports.trainer_show(trainer, network, pixels, labels, count));
    } else replaceTrainer(trainerOf(next));
    nextCount = 0;
    epochCount = chunk;
  } else if (!trainer || epochCount !== own.labels.length) {
    replaceTrainer(trainerOf(own));
    epochCount = own.labels.length;
  }
  epochSeen = epochLoss = epochRight = 0;
}

/**
 * Takes some steps; at the end of an epoch the next begins with the next call.
 * @param {number} steps
 */
function learn(steps) {
  if (!trainer || epochSeen >= epochCount) beginEpoch();
  const start = performance.now();
  const ending = engine.exports.trainer_run(trainer, steps);
  const now = ending === 1 ? epochCount : engine.exports.trainer_seen(trainer);
  const taken = Math.max(1, Math.ceil((now - epochSeen) / settings.batch));
  if (!own) drawAhead(now - epochSeen);
  stepTime = 0.7 * stepTime + 0.3 * (performance.now() - start) / taken;
  const count = now - epochSeen;
  const loss = engine.exports.trainer_loss(trainer) * now;
  const right = engine.exports.trainer_accuracy(trainer) * now;
  if (count > 0) {
    const old = Number.isNaN(lastLoss) ? 0 : Math.exp(-2 * count / Math.min(chunk, epochCount));
    lastLoss = (old ? old * lastLoss : 0) + (1 - old) * (loss - epochLoss) / count;
    lastAccuracy = (old ? old * lastAccuracy : 0) + (1 - old) * (right - epochRight) / count;
  }
  [epochLoss, epochRight] = [loss, right];
  seen += count;
  epochSeen = now;
  diverged = ending < 0;
  if (diverged) isRunning = false;
}

/** @returns {Float32Array} all numbers of the network, array after array */
function parameters() {
  if (trainer) engine.exports.trainer_read(trainer, network);
  const result = new Float32Array(description.arrays.reduce((sum, { count }) => sum + count, 0));
  let place = 0;
  engine.scoped((take) => {
    const values = take(4 * Math.max(...description.arrays.map(({ count }) => count), 1));
    description.arrays.forEach(({ count }, index) => {
      engine.exports.parameter_read(network, index, values);
      result.set(engine.floats(values, count), place);
      place += count;
    });
  });
  return result;
}

/** Numbers as the page's cards take them. */
function packed() {
  return engine.scoped((take) => {
    const count = description.packed + 2;
    const values = take(4 * count);
    engine.exports.packed_read(network, values);
    return engine.floats(values, count).slice();
  });
}

/** What is measured: digits that are never learned, the end of long files, or the reader's few pictures themselves. */
function testExamples() {
  if (!own) {
    const examples = { pixels: new Uint8Array(testCount * inputCount), labels: new Uint8Array(testCount) };
    draw(examples, 0, testCount, 0, settings.seed ^ 0x5eed);
    return examples;
  }
  return { pixels: own.pixels.subarray(0, testCount * inputCount), labels: own.labels.subarray(0, testCount) };
}

/** The share of right answers among the test's pictures, and the worst of the wrong ones. */
function measure() {
  test ??= testExamples();
  const { pixels, labels } = test;
  const { outputs } = description;
  return withExamples(test, (source, _, count, take) => {
    const target = take(4 * count * outputs);
    if (engine.exports.probabilities(network, source, count, target) !== 0) return null;
    const shares = engine.floats(target, count * outputs);
    /** @type {Mistake[]} */
    const wrong = [];
    labels.forEach((label, index) => {
      const own = shares.subarray(index * outputs, (index + 1) * outputs);
      const answer = own.indexOf(Math.max(...own));
      if (answer !== label) {
        wrong.push({ pixels: pixels.slice(index * inputCount, (index + 1) * inputCount), label, answer,
          share: own[answer] });
      }
    });
    wrong.sort((a, b) => b.share - a.share);
    unseen = 1 - wrong.length / labels.length;
    return /** @type {any} */ (wrong.slice(0, mistakeCount));
  });
}

/** @param {boolean} isLast whether the training stands still afterwards */
function report(isLast) {
  const numbers = parameters();
  const isPlain = description.packed === numbers.length;
  /** @type {Mistake[] | null} */
  let mistakes = null;
  if (isLast || performance.now() - lastTest > 1000) {
    mistakes = /** @type {any} */ (measure());
    lastTest = performance.now();
  }
  const now = performance.now();
  marks.push([now, seen]);
  marks = marks.filter(([when]) => now - when < 2000);
  const [[start, before]] = marks;
  /** @type {Report} */
  const result = {
    parameters: numbers, packed: isPlain || description.packed === 0 ? null : packed(), loss: lastLoss,
    accuracy: lastAccuracy, seen, rate: now > start ? (seen - before) / (now - start) * 1000 : 0, unseen,
    isOwnTest: own !== null, mistakes, isRunning, diverged,
  };
  isAwaited = true;
  postMessage({ kind: 'report', ...result }, /** @type {any} */ ([numbers.buffer]));
}

const channel = new MessageChannel();
channel.port1.onmessage = () => {
  if (!isRunning) return;
  // As many steps as a report's time holds: short calls let the browser compile the engine soon.
  const room = frame - 9;
  const start = performance.now();
  do learn(Math.max(1, Math.min(32, Math.floor((room - (performance.now() - start)) / stepTime))));
  while (isRunning && performance.now() - start < room - stepTime);
  if (!isRunning || !isAwaited) report(!isRunning);
  if (isRunning) channel.port2.postMessage(null);
};

/**
 * Other pictures: held back are some of long files.
 * @param {Examples | null} examples
 */
function take(examples) {
  own = examples;
  test = unseen = null;
  lastTest = 0;
  if (!own || own.labels.length < 4 * testCount) return;
  const count = own.labels.length - testCount;
  test = { pixels: own.pixels.slice(count * inputCount), labels: own.labels.slice(count) };
  own = { pixels: own.pixels.subarray(0, count * inputCount), labels: own.labels.subarray(0, count) };
}

/** @param {Extract<Order, { kind: 'open' }>} order */
async function open(order) {
  isRunning = false;
  engine ??= await Engine.start(order.module);
  settings = order.settings;
  const text = new TextEncoder().encode(order.text);
  const opened = engine.scoped((take) => {
    const place = take(text.length);
    engine.bytes(place, text.length).set(text);
    return engine.exports.network_parse(place, text.length, 1, 28, 28, order.outputs, settings.seed);
  });
  if (!opened) {
    postMessage({ kind: 'opened', id: order.id, problem: problem() });
    return;
  }
  replaceTrainer(0);
  if (network) engine.exports.network_release(network);
  network = opened;
  description = engine.scoped((take) => {
    const length = engine.exports.network_text(network, 0, 0);
    const place = take(length);
    engine.exports.network_text(network, place, length);
    return JSON.parse(new TextDecoder().decode(engine.bytes(place, length)));
  });
  next ??= { pixels: new Uint8Array(chunk * inputCount), labels: new Uint8Array(chunk) };
  take(order.examples);
  nextCount = drawn = seen = epochSeen = epochCount = 0;
  marks = [];
  lastLoss = lastAccuracy = NaN;
  diverged = false;
  const numbers = packed();
  postMessage({ kind: 'opened', id: order.id, problem: '', description,
    scales: numbers.slice(description.packed, description.packed + 1), shifts: numbers.slice(description.packed + 1) });
  report(true);
}

/**
 * Goes on from these numbers, without velocities.
 * @param {Float32Array} numbers
 */
function write(numbers) {
  replaceTrainer(0);
  engine.scoped((take) => {
    const values = take(4 * numbers.length);
    engine.floats(values, numbers.length).set(numbers);
    return engine.exports.parameters_write(network, values, numbers.length);
  });
  epochSeen = epochCount = 0;
}

/**
 * What the optimiser keeps.
 * @param {number} id
 */
function state(id) {
  const count = description.arrays.reduce((sum, array) => sum + array.count, 0);
  const values = engine.scoped((take) => {
    const place = take(8 * count);
    const steps = trainer ? engine.exports.trainer_state(trainer, place) : 0;
    return { numbers: trainer ? engine.floats(place, 2 * count).slice() : new Float32Array(2 * count), steps };
  });
  postMessage({ kind: 'state', id, ...values });
}

/** @param {Order} order */
async function obey(order) {
  if (order.kind === 'open') await open(order);
  else if (order.kind === 'taken') isAwaited = false;
  else if (!network) return;
  else if (order.kind === 'run' && !isRunning) {
    isRunning = true;
    marks = [];
    channel.port2.postMessage(null);
  } else if (order.kind === 'pause') {
    isRunning = false;
    report(true);
  } else if (order.kind === 'step') {
    isRunning = false;
    learn(1);
    report(true);
  } else if (order.kind === 'settings') {
    settings = order.settings;
    // With the velocities of the present trainer; where it stands in its epoch is given up.
    epochSeen = epochCount = 0;
  } else if (order.kind === 'examples') {
    take(order.examples);
    epochSeen = epochCount = 0;
  } else if (order.kind === 'parameters') {
    write(order.parameters);
    report(true);
  } else if (order.kind === 'one') {
    isRunning = false;
    const usual = settings;
    settings = { ...settings, batch: 1, augmentation: 0 };
    replaceTrainer(trainerOf(order.example));
    epochCount = 1;
    epochSeen = epochLoss = epochRight = 0;
    learn(1);
    settings = usual;
    epochSeen = epochCount = 0;
    report(true);
  } else if (order.kind === 'state') state(order.id);
  else if (order.kind === 'single') {
    const after = engine.scoped((take) => {
      const place = take(12);
      engine.floats(place, 3).set(order.state);
      engine.exports.single_step(settingsIn(take), order.time, order.isBias ? 1 : 0, order.gradient, place);
      return [...engine.floats(place, 3)];
    });
    postMessage({ kind: 'single', id: order.id, state: after });
  }
}

// One order after another: the first waits for the engine.
let last = Promise.resolve();
onmessage = (event) => {
  last = last.then(() => obey(event.data)).catch((error) => {
    isRunning = false;
    postMessage({ kind: 'problem', problem: error instanceof Error ? error.message : String(error) });
  });
};
