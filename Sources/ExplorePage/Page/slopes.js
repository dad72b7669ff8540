// Backpropagation for one picture: how the loss, or a score, changes with every value and weight. The engine computes it.

/** @typedef {import('./network.js').PageNetwork} PageNetwork */
/**
 * @typedef {{ source: number, target: number, factor: number, slope: number, product: number, sum: number }} SlopeTerm
 *   `source` and `target` count among all values; `source` is −1 for a bias
 */

const termLength = 6;
/** More terms of one slope than this are not written out. */
const mostTerms = 4096;

export class Slopes {
  /**
   * @param {PageNetwork} network after a run
   * @param {number} label the class
   * @param {boolean} isLoss slopes of the loss at that class; else of its score
   */
  constructor(network, label, isLoss) {
    this.network = network;
    this.label = label;
    this.engine = network.engine;
    const count = network.valueCount;
    /** ∂/∂value for every value, the picture's first. */
    this.values = new Float32Array(count);
    /** The loss, or the score. */
    this.result = this.engine.scoped((take) => {
      const values = take(4 * count);
      const target = take(4 * count);
      this.engine.floats(values, count).set(network.values);
      const result = this.engine.exports.network_slopes(network.handle, label, isLoss ? 1 : 0, values, target);
      this.values = this.engine.floats(target, count).slice();
      return result;
    });
  }

  /** @param {number} layer the picture is 0 */
  of(layer) {
    const { start, count } = this.network.layers[layer];
    return this.values.subarray(start, start + count);
  }

  /** ∂/∂parameter, in the order of the network's packed numbers. */
  get parameters() {
    const { network, engine } = this;
    const size = network.parameters?.length ?? 0;
    return this.#withValues((values, slopes, take) => {
      const target = take(4 * size);
      engine.exports.network_parameter_slopes(network.handle, values, slopes, target);
      return engine.floats(target, size).slice();
    });
  }

  /**
   * How the slope of a value came about.
   * @param {number} layer the picture is 0
   * @param {number} index
   */
  traceOfValue(layer, index) {
    return this.#trace(layer - 1, index);
  }

  /**
   * How the slope of a parameter came about.
   * @param {number} index among the packed numbers
   */
  traceOfParameter(index) {
    return this.#trace(-2, index);
  }

  /** @param {number} layer @param {number} index @returns {{ terms: SlopeTerm[], count: number }} */
  #trace(layer, index) {
    const { network, engine } = this;
    return this.#withValues((values, slopes, take) => {
      const capacity = termLength * mostTerms;
      const target = take(4 * capacity);
      const count = engine.exports.network_slope_trace(network.handle, layer, index, values, slopes, target, capacity);
      const numbers = engine.floats(target, capacity);
      return { count, terms: Array.from({ length: Math.min(count, mostTerms) }, (_, term) => {
        const [source, value, factor, slope, product, sum] = numbers.subarray(termLength * term, termLength * (term + 1));
        return { source, target: value, factor, slope, product, sum };
      }) };
    });
  }

  /**
   * @template Result
   * @param {(values: number, slopes: number, take: (bytes: number) => number) => Result} body
   * @returns {Result}
   */
  #withValues(body) {
    const { network, engine } = this;
    const count = network.valueCount;
    return engine.scoped((take) => {
      const values = take(4 * count);
      const slopes = take(4 * count);
      engine.floats(values, count).set(network.values);
      engine.floats(slopes, count).set(this.values);
      return body(values, slopes, take);
    });
  }
}

/**
 * A softmax worked out.
 * @param {PageNetwork} network
 * @param {Float32Array} scores
 * @returns {{ largest: number, sum: number, powers: number[], shares: number[] }}
 */
export function softmaxOf(network, scores) {
  const { engine } = network;
  return engine.scoped((take) => {
    const source = take(4 * scores.length);
    const target = take(4 * (2 + 2 * scores.length));
    engine.floats(source, scores.length).set(scores);
    engine.exports.softmax(network.handle, source, scores.length, target);
    const [largest, sum, ...rest] = engine.floats(target, 2 + 2 * scores.length);
    return { largest, sum, powers: rest.filter((_, index) => index % 2 === 0), shares: rest.filter((_, index) => index % 2 === 1) };
  });
}

/**
 * −ln of the probability of a class.
 * @param {PageNetwork} network after a run
 * @param {number} label
 * @returns {number}
 */
export function lossOf(network, label) {
  const { engine } = network;
  return engine.scoped((take) => {
    const values = take(4 * network.valueCount);
    engine.floats(values, network.valueCount).set(network.values);
    return engine.exports.network_loss(network.handle, label, values);
  });
}
