// A network of the page: its layers, and what the engine says of its values.

import { decoded } from './engine.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {{ channels: number, height: number, width: number }} Shape */
/**
 * @typedef {{ name: string, classes: string[], input: [number, number, number], readsDigits: boolean,
 *   layers: { name: string, text: string }[], records: number[], parameters: string, scales: number[], shifts: number[],
 *   samples: { name: string, pixels: string }[] }} ModelData
 */
/** @typedef {'conv' | 'pool' | 'function' | 'affine' | 'subsample' | 'rbf' | 'softmax' | 'copy' | 'sum' | 'concat' | 'lrn'} Kind */
/**
 * @typedef {{ name: string, text: string, shape: Shape, start: number, count: number, kind: Kind, inputs: number[],
 *   isMax: boolean, isFull: boolean }} Layer `start` is where its values begin among all
 */
/** @typedef {{ source: number, value: number, weight: number, product: number, sum: number }} Term */
/** @typedef {{ bias: number, value: number, terms: Term[] }} NodeTrace */
/** @typedef {{ c0: number, c1: number, y0: number, y1: number, x0: number, x1: number }} Box */

const recordLength = 21;
const kinds = /** @type {Kind[]} */ ([
  'conv', 'pool', 'function', 'affine', 'subsample', 'rbf', 'softmax', 'copy', 'sum', 'concat', 'lrn',
]);

export class PageNetwork {
  /**
   * @param {Engine} engine
   * @param {ModelData} data
   */
  constructor(engine, data) {
    this.engine = engine;
    this.data = data;
    this.name = data.name;
    this.classes = data.classes;
    this.handle = 0;
    const [channels, height, width] = data.input;
    /** @type {Shape} */
    this.input = { channels, height, width };
    let start = channels * height * width;
    /** @type {Layer[]} the picture first */
    this.layers = [{ name: 'input', text: '', shape: this.input, start: 0, count: start, kind: 'copy', inputs: [],
      isMax: false, isFull: false }];
    data.layers.forEach(({ name, text }, index) => {
      const record = data.records.slice(index * recordLength, (index + 1) * recordLength);
      const shape = { channels: record[6], height: record[7], width: record[8] };
      const count = shape.channels * shape.height * shape.width;
      const kind = kinds[record[0]];
      this.layers.push({ name, text, shape, start, count, kind, isMax: kind === 'pool' && record[16] === 0,
        inputs: record.slice(2, 2 + record[1]).map((source) => source + 1), isFull: text.startsWith('fc') });
      start += count;
    });
    this.valueCount = start;
    this.values = new Float32Array(start);
    this.probabilities = new Float32Array(data.classes.length);
    this.pixels = new Uint8Array(this.layers[0].count);
    /** Whether it was taught in this page. */
    this.isLearned = false;
  }

  /** Unpacks the parameters and hands the network to the engine. */
  async load() {
    if (this.handle) return;
    this.put(numbersOf(await decoded(this.data.parameters, 'deflate')));
  }

  /**
   * Hands parameters to the engine.
   * @param {Float32Array} parameters
   */
  put(parameters) {
    const { scales, shifts, input, layers, records } = this.data;
    this.parameters = parameters;
    this.handle = this.engine.scoped((take) => {
      const description = take(4 * (4 + records.length));
      const numbers = take(4 * (parameters.length + 2 * scales.length));
      this.engine.ints(description, 4 + records.length).set([...input, layers.length, ...records]);
      const place = this.engine.floats(numbers, parameters.length + 2 * scales.length);
      place.set(parameters);
      place.set([...scales, ...shifts], parameters.length);
      return this.engine.exports.network_load(this.handle, description, numbers, parameters.length);
    });
    if (!this.handle) throw new Error(`The engine does not take ${this.name}.`);
  }

  /**
   * Runs a picture of C × H × W bytes.
   * @param {Uint8Array} pixels
   */
  run(pixels) {
    this.pixels = pixels;
    this.engine.scoped((take) => {
      const source = take(pixels.length);
      const target = take(4 * (this.valueCount + this.classes.length));
      this.engine.bytes(source, pixels.length).set(pixels);
      this.engine.exports.network_run(this.handle, source, target);
      const all = this.engine.floats(target, this.valueCount + this.classes.length);
      this.values = all.slice(0, this.valueCount);
      this.probabilities = all.slice(this.valueCount);
    });
  }

  /** @param {number} layer @returns {Float32Array} */
  valuesOf(layer) {
    const { start, count } = this.layers[layer];
    return this.values.subarray(start, start + count);
  }

  /**
   * How a value came about; layers count from the picture, 0.
   * @param {number} layer at least 1
   * @param {number} index
   * @returns {NodeTrace}
   */
  trace(layer, index) {
    return this.engine.scoped((take) => {
      const capacity = 2 + 5 * Math.max(this.largestTermCount, 16);
      const values = take(4 * this.valueCount);
      const target = take(4 * capacity);
      this.engine.floats(values, this.valueCount).set(this.values);
      const count = this.engine.exports.network_trace(this.handle, layer - 1, index, values, target, capacity);
      const numbers = this.engine.floats(target, 2 + 5 * count);
      return { bias: numbers[0], value: numbers[1], terms: Array.from({ length: count }, (_, term) => {
        const [source, value, weight, product, sum] = numbers.subarray(2 + 5 * term, 7 + 5 * term);
        return { source, value, weight, product, sum };
      }) };
    });
  }

  /** The layer whose values are the scores: the last, or the one before a softmax at the end. */
  get scoreLayer() {
    let layer = this.layers.length - 1;
    while (layer > 1 && this.layers[layer].kind === 'softmax') layer = this.layers[layer].inputs[0];
    return layer;
  }

  /** The most terms that a value is made of: a kernel over all channels, or a window. */
  get largestTermCount() {
    const { records, layers } = this.data;
    return Math.max(...layers.map((_, index) => {
      const record = records.slice(index * recordLength, (index + 1) * recordLength);
      return record[9] * record[10] * this.layers[record[2] + 1].shape.channels + record[6];
    }));
  }

  /**
   * What a value depends on, in the picture and in each layer up to its own; null where it does not.
   * @param {number} layer
   * @param {number} index
   * @returns {(Box | null)[]}
   */
  field(layer, index) {
    if (layer === 0) return [this.boxOf(0, index)];
    return this.engine.scoped((take) => {
      const target = take(24 * (layer + 1));
      this.engine.exports.network_field(this.handle, layer - 1, index, target);
      const numbers = this.engine.ints(target, 6 * (layer + 1));
      return Array.from({ length: layer + 1 }, (_, number) => {
        const [c0, c1, y0, y1, x0, x1] = numbers.subarray(6 * number, 6 * number + 6);
        return c1 > c0 ? { c0, c1, y0, y1, x0, x1 } : null;
      });
    });
  }

  /** @param {number} layer @param {number} index @returns {Box} */
  boxOf(layer, index) {
    const { c, y, x } = this.placeOf(layer, index);
    return { c0: c, c1: c + 1, y0: y, y1: y + 1, x0: x, x1: x + 1 };
  }

  /** @param {number} layer @param {number} index */
  placeOf(layer, index) {
    const { height, width } = this.layers[layer].shape;
    const area = height * width;
    return { c: Math.floor(index / area), y: Math.floor(index % area / width), x: index % width };
  }

  /**
   * The layer and the index of one of all values.
   * @param {number} source
   */
  locate(source) {
    let layer = 0;
    while (layer + 1 < this.layers.length && source >= this.layers[layer + 1].start) layer++;
    return { layer, index: source - this.layers[layer].start };
  }

  /**
   * Where one of all values stands, in words.
   * @param {number} source
   */
  nameOf(source) {
    const { layer, index } = this.locate(source);
    const { shape, name } = this.layers[layer];
    const { c, y, x } = this.placeOf(layer, index);
    return shape.height * shape.width > 1 ? `${name} ${c} (${y}, ${x})` : `${name} ${c}`;
  }

  /**
   * One row of an occlusion map: the answer's probability with a square around each pixel covered.
   * @param {number} answer
   * @param {number} side
   * @param {number} row
   * @returns {Float32Array}
   */
  occludedRow(answer, side, row) {
    const { input, engine, pixels } = this;
    // The mean that the network was taught with: what it sees as 0.
    const cover = this.data.scales.map((scale, channel) =>
      Math.max(0, Math.min(255, Math.round(-this.data.shifts[channel] / scale))));
    return engine.scoped((take) => {
      const source = take(pixels.length);
      const covers = take(cover.length);
      const target = take(4 * input.width);
      engine.bytes(source, pixels.length).set(pixels);
      engine.bytes(covers, cover.length).set(cover);
      engine.exports.network_occlude(this.handle, source, covers, answer, side, row, target);
      return engine.floats(target, input.width).slice();
    });
  }

  /**
   * Gray values of a picture as this network reads digits; null where there is no digit.
   * @param {import('./engine.js').Plane} plane
   * @returns {Uint8Array | null}
   */
  prepareDigit(plane) {
    return this.engine.scoped((take) => {
      const source = take(4 * plane.values.length);
      const target = take(784);
      this.engine.floats(source, plane.values.length).set(plane.values);
      const found = this.engine.exports.prepare_digit(source, plane.width, plane.height, target);
      return found ? this.engine.bytes(target, 784).slice() : null;
    });
  }

  /**
   * A picture's middle, scaled to the network's size.
   * @param {import('./engine.js').Plane[]} planes one for each channel
   * @returns {Uint8Array}
   */
  preparePlanes(planes) {
    const { width, height } = this.input;
    const result = new Uint8Array(this.layers[0].count);
    planes.forEach((plane, channel) => this.engine.scoped((take) => {
      const source = take(4 * plane.values.length);
      const target = take(width * height);
      this.engine.floats(source, plane.values.length).set(plane.values);
      this.engine.exports.prepare_plane(source, plane.width, plane.height, width, height, target);
      result.set(this.engine.bytes(target, width * height), channel * width * height);
    }));
    return result;
  }

  /** @param {number} number */
  async sample(number) {
    return decoded(this.data.samples[number].pixels, 'deflate');
  }
}

/**
 * Numbers as the page packs them: a table of few different ones and a byte for each, or all lowest bytes first.
 * @param {Uint8Array} bytes
 */
function numbersOf(bytes) {
  const tableCount = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const table = new Float32Array(bytes.slice(4, 4 + 4 * tableCount).buffer);
  const rest = bytes.subarray(4 + 4 * tableCount);
  if (tableCount > 0) return Float32Array.from(rest, (place) => table[place]);
  const count = rest.length / 4;
  const ordered = new Uint8Array(rest.length);
  for (let index = 0; index < ordered.length; index++) ordered[index] = rest[(index & 3) * count + (index >> 2)];
  return new Float32Array(ordered.buffer);
}
