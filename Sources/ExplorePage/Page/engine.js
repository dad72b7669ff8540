// The Swift engine: everything that is computed in this page is computed there. This file moves arrays into its
// memory and out again; the calls are those of Sources/WebAssembly.

/** @typedef {{ width: number, height: number, values: Float32Array }} Plane */
/** @typedef {{ width: number, height: number, numerators: number[], divisor: number }} Kernel */
/**
 * @typedef {{ stride: number, padding: string, border: string, dilation: number, bias: number, flip: boolean }} Sliding
 *   padding is valid, same, full or a count
 */
/** @typedef {{ kind: string, parameter: number }} Activation */
/** @typedef {{ kind: string, window: number, stride: number }} Pooling */
/** @typedef {{ row: number, column: number, value: number, weight: number, product: number }} Tap */
/** @typedef {{ value: number, weight: number, product: number }} ColumnSum */
/** @typedef {{ taps: Tap[], columns: ColumnSum[], sums: number[], value: number }} Trace */
/** @typedef {{ before: number, after: number, span: number, positions: number, dropped: number }} Axis */

export const paddings = ['valid', 'same', 'full'];
export const borders = ['zero', 'replicate', 'reflect', 'mirror', 'wrap'];
export const activations = ['none', 'relu', 'leaky-relu', 'tanh', 'sigmoid'];
export const poolings = ['max', 'average', 'sum'];
export const displays = ['clamp', 'stretch', 'absolute', 'signed'];

/** @typedef {Record<string, any>} Exports what the module exports */

/**
 * The bytes of base64 text, inflated where `format` says how they were compressed.
 * @param {string} text
 * @param {CompressionFormatName} [format]
 * @returns {Promise<Uint8Array>}
 * @typedef {'gzip' | 'deflate'} CompressionFormatName
 */
export async function decoded(text, format) {
  const letters = atob(text.trim());
  const bytes = new Uint8Array(letters.length);
  for (let index = 0; index < letters.length; index++) bytes[index] = letters.charCodeAt(index);
  if (!format) return bytes;
  const Stream = /** @type {any} */ (globalThis).DecompressionStream;
  const stream = new Response(/** @type {any} */ (new Blob([bytes]).stream()).pipeThrough(new Stream(format)));
  return new Uint8Array(await stream.arrayBuffer());
}

export class Engine {
  /**
   * @param {Exports} exports
   */
  constructor(exports) {
    this.exports = exports;
  }

  /**
   * Starts the engine from its compressed module.
   * @param {string} base64
   */
  static async start(base64) {
    const { instance } = await WebAssembly.instantiate(await decoded(base64, 'gzip'));
    return new Engine(instance.exports);
  }

  // A call can grow the memory, so views are made anew each time.
  /** @param {number} at @param {number} count */
  floats(at, count) { return new Float32Array(this.exports.memory.buffer, at, count); }
  /** @param {number} at @param {number} count */
  ints(at, count) { return new Int32Array(this.exports.memory.buffer, at, count); }
  /** @param {number} at @param {number} count */
  bytes(at, count) { return new Uint8Array(this.exports.memory.buffer, at, count); }

  /**
   * Runs `body` with memory that is given back afterwards.
   * @template Result
   * @param {(take: (bytes: number) => number) => Result} body
   * @returns {Result}
   */
  scoped(body) {
    /** @type {number[]} */
    const taken = [];
    const take = (/** @type {number} */ bytes) => {
      const at = this.exports.allocate(Math.max(bytes, 16));
      if (at === 0) throw new RangeError('The engine is out of memory.');
      taken.push(at);
      return at;
    };
    try {
      return body(take);
    } finally {
      for (const at of taken) this.exports.release(at);
    }
  }

  /**
   * Puts a request into memory: kernel and options.
   * @param {(bytes: number) => number} take
   * @param {Kernel} kernel
   * @param {Sliding} sliding
   */
  request(take, kernel, sliding) {
    const numerators = take(4 * kernel.numerators.length);
    this.floats(numerators, kernel.numerators.length).set(kernel.numerators);
    const options = take(40);
    const [kind, count] = paddingNumbers(sliding.padding);
    this.ints(options, 10).set([
      kernel.width, kernel.height, sliding.stride, sliding.dilation, kind, count, borders.indexOf(sliding.border),
      sliding.flip ? 1 : 0, 0, 0,
    ]);
    return { numerators, options };
  }

  /**
   * The map of a convolution; null when the kernel does not fit.
   * @param {Plane} plane
   * @param {Kernel} kernel
   * @param {Sliding} sliding
   * @returns {Plane | null}
   */
  convolve(plane, kernel, sliding) {
    return this.scoped((take) => {
      const source = take(4 * plane.values.length);
      const { numerators, options } = this.request(take, kernel, sliding);
      this.floats(source, plane.values.length).set(plane.values);
      const call = (/** @type {number} */ target, /** @type {number} */ capacity) => this.exports.convolve(
        source, plane.width, plane.height, numerators, kernel.divisor, sliding.bias, options, target, capacity);
      const count = call(0, 0);
      if (count <= 0) return null;
      const target = take(4 * count);
      if (call(target, count) !== count) return null;
      const width = this.ints(options, 10)[9];
      return { width, height: count / width, values: this.floats(target, count).slice() };
    });
  }

  /**
   * How the value at row `y`, column `x` of that map comes about.
   * @param {Plane} plane
   * @param {Kernel} kernel
   * @param {Sliding} sliding
   * @param {number} y
   * @param {number} x
   * @returns {Trace | null}
   */
  trace(plane, kernel, sliding, y, x) {
    return this.scoped((take) => {
      const source = take(4 * plane.values.length);
      const { numerators, options } = this.request(take, kernel, sliding);
      const taps = kernel.numerators.length;
      const rank = Math.min(kernel.width, kernel.height);
      const capacity = 6 * taps + 4 * rank * kernel.width + 1;
      const target = take(4 * capacity);
      this.floats(source, plane.values.length).set(plane.values);
      const columns = this.exports.trace(
        source, plane.width, plane.height, numerators, kernel.divisor, sliding.bias, options, y, x, target, capacity);
      return columns < 0 ? null : traceOf(this.floats(target, capacity).slice(), taps, columns);
    });
  }

  /**
   * The map with a function applied to every value; the scale is that of pictures, as in `cnnlab filter`.
   * @param {Plane} plane
   * @param {Activation} activation
   * @returns {Plane}
   */
  activate(plane, activation) {
    if (activation.kind === 'none') return plane;
    return this.scoped((take) => {
      const count = plane.values.length;
      const values = take(4 * count);
      this.floats(values, count).set(plane.values);
      this.exports.activate(values, count, activations.indexOf(activation.kind), activation.parameter);
      return { ...plane, values: this.floats(values, count).slice() };
    });
  }

  /**
   * The pooled map; null when the window does not fit.
   * @param {Plane} plane
   * @param {Pooling} pooling
   * @returns {Plane | null}
   */
  pool(plane, pooling) {
    return this.scoped((take) => {
      const source = take(4 * plane.values.length);
      this.floats(source, plane.values.length).set(plane.values);
      const call = (/** @type {number} */ target, /** @type {number} */ capacity) => this.exports.pool(
        source, plane.width, plane.height, poolings.indexOf(pooling.kind), pooling.window, pooling.stride, target,
        capacity);
      const count = call(0, 0);
      if (count <= 0) return null;
      const target = take(4 * count);
      call(target, count);
      const width = this.axis(plane.width, pooling.window, pooling.stride, 1, 'valid').positions;
      return { width, height: count / width, values: this.floats(target, count).slice() };
    });
  }

  /**
   * The arithmetic of one axis.
   * @param {number} n
   * @param {number} k
   * @param {number} stride
   * @param {number} dilation
   * @param {string} padding
   * @returns {Axis}
   */
  axis(n, k, stride, dilation, padding) {
    return this.scoped((take) => {
      const target = take(20);
      const [kind, count] = paddingNumbers(padding);
      this.exports.axis(n, k, stride, dilation, kind, count, target);
      const [before, after, span, positions, dropped] = this.ints(target, 5);
      return { before, after, span, positions, dropped };
    });
  }

  /**
   * A kernel of typed weights, as `cnnlab filter` makes it of the same text; null where there is none.
   * @param {number} width
   * @param {Weight[]} weights
   * @returns {Kernel | null}
   */
  matrix(width, weights) {
    return this.scoped((take) => {
      const count = weights.length;
      const values = take(8 * count);
      const fractions = take(8 * count);
      const target = take(4 * count);
      new Float64Array(this.exports.memory.buffer, values, count).set(weights.map((weight) => weight.value));
      this.ints(fractions, 2 * count).set(weights.flatMap((weight) => [weight.above, weight.below]));
      const divisor = this.exports.matrix(width, count / width, fractions, values, target);
      return divisor === 0 ? null
        : { width, height: count / width, numerators: [...this.floats(target, count)], divisor };
    });
  }

  /**
   * A member of a family of kernels.
   * @param {number} kind its place among the engine's families
   * @param {number[]} parameters as the command line takes them
   * @returns {Kernel | null}
   */
  family(kind, parameters) {
    return this.scoped((take) => {
      const capacity = 3 + 127 * 127;
      const target = take(4 * capacity);
      const [first, second = 0, third = 0] = parameters;
      const count = this.exports.family(kind, first, second, third, target, capacity);
      if (count < 0) return null;
      const [width, height, divisor, ...numerators] = this.floats(target, 3 + count);
      return { width, height, divisor, numerators };
    });
  }

  /**
   * What a kernel's numbers tell about it.
   * @param {Kernel} kernel
   * @returns {Facts}
   */
  facts(kernel) {
    return this.scoped((take) => {
      const numerators = take(4 * kernel.numerators.length);
      const target = take(56);
      this.floats(numerators, kernel.numerators.length).set(kernel.numerators);
      this.exports.facts(kernel.width, kernel.height, numerators, kernel.divisor, target);
      const [sum, low, high, rank, flat, x, y] = new Float64Array(this.exports.memory.buffer, target, 7);
      return { sum, low, high, rank, gain: flat ? [x, y] : null };
    });
  }

  /**
   * Values as the 8-bit levels of `--display`.
   * @param {Float32Array} values
   * @param {string} display
   * @returns {Uint8Array}
   */
  levels(values, display) {
    return this.scoped((take) => {
      const source = take(4 * values.length);
      const target = take(values.length);
      this.floats(source, values.length).set(values);
      this.exports.levels(source, values.length, displays.indexOf(display), target);
      return this.bytes(target, values.length).slice();
    });
  }

  /**
   * The smallest and the largest value.
   * @param {Float32Array} values
   * @returns {{ low: number, high: number }}
   */
  extremes(values) {
    return this.scoped((take) => {
      const source = take(4 * values.length);
      const target = take(8);
      this.floats(source, values.length).set(values);
      this.exports.extremes(source, values.length, target);
      const [low, high] = this.floats(target, 2);
      return { low, high };
    });
  }

  /**
   * Red, green, blue and opacity as one gray plane.
   * @param {Uint8ClampedArray} pixels
   * @param {number} width
   * @param {number} height
   * @returns {Plane}
   */
  gray(pixels, width, height) {
    return this.scoped((take) => {
      const source = take(pixels.length);
      const target = take(pixels.length);
      this.bytes(source, pixels.length).set(pixels);
      this.exports.gray(source, width * height, target);
      return { width, height, values: this.floats(target, width * height).slice() };
    });
  }
}

/** @typedef {{ above: number, below: number, value: number }} Weight a fraction, or below 0 and the value alone */
/** @typedef {{ sum: number, low: number, high: number, rank: number, gain: [number, number] | null }} Facts */

/**
 * @param {string} padding
 * @returns {[number, number]}
 */
function paddingNumbers(padding) {
  const kind = paddings.indexOf(padding);
  return kind < 0 ? [3, Number(padding)] : [kind, 0];
}

/**
 * @param {Float32Array} numbers as `trace` writes them
 * @param {number} taps
 * @param {number} columns
 * @returns {Trace}
 */
function traceOf(numbers, taps, columns) {
  let at = 0;
  const next = () => numbers[at++];
  return {
    taps: Array.from({ length: taps }, () => (
      { row: next(), column: next(), value: next(), weight: next(), product: next() })),
    columns: Array.from({ length: columns }, () => ({ value: next(), weight: next(), product: next() })),
    sums: Array.from({ length: columns || taps }, next),
    value: next(),
  };
}
