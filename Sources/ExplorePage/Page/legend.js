// The bar that says which colour is which value, and the list of what lines and veils mean.

import { colourTable } from './colours.js';
import { element } from './dom.js';
import { short } from './numbers.js';
import { strings } from './strings.js';

export class ColourBar {
  constructor() {
    this.canvas = element('canvas', { width: 256, height: 1, 'aria-hidden': 'true' });
    this.low = element('span');
    this.middle = element('span');
    this.high = element('span');
    this.element = element('div', { class: 'bar', role: 'img' }, this.canvas,
      element('div', { class: 'ends' }, this.low, this.middle, this.high));
  }

  /**
   * @param {import('./colours.js').Scale} scale
   * @param {string} low
   * @param {string} middle
   * @param {string} high
   */
  show(scale, low, middle, high) {
    const context = this.canvas.getContext('2d');
    if (context) {
      const image = context.createImageData(256, 1);
      new Uint32Array(image.data.buffer).set(colourTable(scale));
      context.putImageData(image, 0, 0);
    }
    this.low.textContent = low;
    this.middle.textContent = middle;
    this.high.textContent = high;
    this.element.setAttribute(
      'aria-label', scale === 'gray' ? `${strings.legendGray} ${low} … ${high}` : `${strings.legendColours} ${low} … ${high}`);
  }
}

/**
 * The ends of the bar for a map that is shown in some way.
 * @param {string} display as in `--display`, or colours
 * @param {{ low: number, high: number }} extremes
 * @returns {[string, string, string]}
 */
export function barEnds(display, { low, high }) {
  const limit = Math.max(Math.abs(low), Math.abs(high));
  if (display === 'colours' || display === 'signed') return [short(-limit), '0', short(limit)];
  if (display === 'stretch') return [short(low), '', short(high)];
  return ['0', '', '255'];
}

/** What lines and veils mean. */
export function lineLegend() {
  const entry = (/** @type {string} */ kind, /** @type {string} */ text) =>
    element('li', {}, element('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), text);
  return element('details', { class: 'legend', open: true }, element('summary', {}, strings.legend),
    element('ul', {}, entry('plus', strings.legendColours), entry('window', strings.legendWindow),
      entry('cell', strings.legendCell), entry('pooling', strings.legendPool), entry('veil', strings.legendVeil),
      entry('dropped', strings.legendDropped)));
}
