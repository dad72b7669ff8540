// What a training shows of its network as it goes: the first layer's weights, their change, and the worst mistakes.

import { element, fill } from './dom.js';
import { LayerView } from './layer-view.js';
import { thumbnail } from './own-drawings.js';
import { strings } from './strings.js';

/** @typedef {import('./training-worker.js').ParameterArray} ParameterArray */
/** @typedef {import('./training-worker.js').Mistake} Mistake */

/** So many kernels are shown. */
const mostKernels = 48;

/** The first layer's weights as maps, orange and blue, in views that stay. */
export class WeightMaps {
  /** @param {import('./engine.js').Engine} engine @param {string} label */
  constructor(engine, label) {
    this.engine = engine;
    this.label = label;
    this.element = element('div', { class: 'filters' });
    /** @type {LayerView | null} */
    this.view = null;
    this.count = 0;
  }

  /**
   * Lays the maps out for a network.
   * @param {ParameterArray} array its first weights
   */
  open({ shape }) {
    const isConvolution = shape.length === 4;
    const [height, width] = isConvolution ? shape.slice(2) : [28, 28];
    const channels = Math.min(shape[0] * (isConvolution ? shape[1] : 1), mostKernels);
    this.count = channels * height * width;
    this.isShown = isConvolution || shape[1] === height * width;
    const view = new LayerView({ name: this.label, text: '', shape: { channels, height, width }, start: 0,
      count: this.count, kind: 'copy', inputs: [], isMax: false, isFull: false }, () => {});
    view.arrange(Math.min(channels, height > 10 ? 12 : 16), height > 10 ? 2 : 8);
    view.asPicture(this.label);
    this.view = view;
    fill(this.element, this.isShown ? view.canvas : element('p', { class: 'note' }, strings.noFirstMaps));
  }

  /** @param {Float32Array} values */
  show(values) {
    if (this.view && this.isShown) {
      this.view.paint(this.engine.levels(values.subarray(0, this.count), 'signed'), 'signed');
    }
  }
}

/** The worst mistakes: those that the network is surest of. */
export class Mistakes {
  constructor() {
    this.element = element('ul', { class: 'mistakes' });
  }

  /** @param {Mistake[]} mistakes @param {string[]} classes */
  show(mistakes, classes) {
    const word = (/** @type {number} */ label) => classes[label] ?? String(label);
    fill(this.element, ...mistakes.map(({ pixels, label, answer, share }) => element('li', {}, thumbnail(pixels),
      element('span', {}, strings.mistake(word(label), word(answer), `${(100 * share).toFixed(0)} %`)))));
    if (mistakes.length === 0) fill(this.element, element('li', { class: 'note' }, strings.noMistakes));
  }
}
