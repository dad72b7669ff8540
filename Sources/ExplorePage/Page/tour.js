// The guided tour: from pixel to answer in twelve steps, each with a camera, a value and a text with its numbers.

import { short } from './numbers.js';
import { strings } from './strings.js';

/** @typedef {import('./network.js').PageNetwork} PageNetwork */
/** @typedef {import('./space-scene.js').Camera} Camera */
/** @typedef {{ text: string, layer: number, index: number, yaw: number, pitch: number, zoom: number }} Step */

/**
 * The steps for the network and the picture that it has run. Layers that it lacks are left out.
 * @param {PageNetwork} network
 * @returns {Step[]}
 */
export function tourOf(network) {
  const { layers } = network;
  const find = (/** @type {(layer: import('./network.js').Layer) => boolean} */ test, after = 0) =>
    layers.findIndex((layer, number) => number > after && test(layer));
  /** The largest value of a layer: something happens there. */
  const peak = (/** @type {number} */ layer) => {
    const values = network.valuesOf(layer);
    let best = 0;
    values.forEach((value, index) => { if (value > values[best]) best = index; });
    return best;
  };
  const value = (/** @type {number} */ layer, /** @type {number} */ index) => short(network.valuesOf(layer)[index], 4);
  const isConvolution = (/** @type {import('./network.js').Layer} */ layer) => layer.kind === 'conv' && !layer.isFull;
  const first = find(isConvolution);
  const active = find((layer) => layer.kind === 'function', first);
  const pool = find((layer) => layer.kind === 'pool', first);
  const second = find(isConvolution, first);
  const lastPool = layers.map((layer) => layer.kind).lastIndexOf('pool');
  const full = find((layer) => layer.isFull);
  const last = layers.length - 1;
  const answer = network.probabilities.indexOf(Math.max(...network.probabilities));
  /** @type {Step[]} */
  const steps = [];
  const add = (/** @type {number} */ layer, /** @type {number} */ index, /** @type {string} */ text,
    yaw = 0.75, pitch = 0.3, zoom = 2) => {
    if (layer >= 0) steps.push({ text, layer, index, yaw, pitch, zoom });
  };
  const { tour } = strings;
  const middle = layers[0].shape.width * (layers[0].shape.height >> 1) + (layers[0].shape.width >> 1);
  add(0, middle, tour.picture(layers[0].count), 1.05, 0.2, 2.6);
  if (first > 0) {
    const at = peak(first);
    const trace = network.trace(first, at);
    add(first, at, tour.window(trace.terms.length), 0.95, 0.28, 2.6);
    add(first, at, tour.sum(trace.terms.length, short(trace.bias, 3), value(first, at)), 0.8, 0.3, 2.8);
    add(first, at, tour.map(layers[first].shape.height, layers[first].shape.width), 0.6, 0.25, 2.4);
    add(first, Math.min(at + layers[first].shape.height * layers[first].shape.width, layers[first].count - 1),
      tour.maps(layers[first].shape.channels), 0.5, 0.3, 2.2);
  }
  if (active > 0) add(active, Math.max(0, network.valuesOf(active).indexOf(0)), tour.active(layers[active].text), 0.8, 0.25, 2.4);
  if (pool > 0) {
    const at = peak(pool);
    add(pool, at, tour.pool(layers[pool].text, value(pool, at), layers[pool].shape.height), 0.85, 0.3, 2.4);
  }
  if (second > 0) {
    const at = peak(second);
    add(second, at, tour.second(network.trace(second, at).terms.length, value(second, at)), 0.7, 0.35, 2.2);
  }
  if (lastPool > pool) add(lastPool, peak(lastPool), tour.lastMaps(layers[lastPool].shape.channels), 0.75, 0.3, 2);
  if (full > 0 && full < last) {
    const at = peak(full);
    add(full, at, tour.full(network.trace(full, at).terms.length, layers[full].shape.channels), 0.8, 0.35, 1.8);
  }
  add(last, answer, tour.scores(layers[last].shape.channels, value(last, answer), network.classes[answer]), 0.9, 0.25, 2.2);
  add(last, answer, tour.answer(network.classes[answer], (100 * network.probabilities[answer]).toFixed(1)), 0.75, 0.32, 1);
  return steps;
}
