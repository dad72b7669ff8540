// The size calculator: how many positions there are along each axis, and which pixels no window reaches.

import { element, fill } from './dom.js';
import { strings } from './strings.js';

/** @typedef {import('./engine.js').Axis} Axis */
/** @typedef {{ n: number, k: number, axis: Axis, pool: Axis | null }} Along */

export class SizeTable {
  constructor() {
    this.body = element('tbody');
    this.table = element('table', { class: 'steps' },
      element('thead', {}, element('tr', {}, ...strings.sizeHeads.map((head) =>
        element(head ? 'th' : 'td', head ? { scope: 'col' } : {}, head)))), this.body);
    this.lines = element('div', { class: 'lines' });
    this.element = element('details', { class: 'sizes', open: true },
      element('summary', {}, strings.sizes),
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': strings.sizes },
        this.table),
      this.lines);
  }

  /**
   * @param {{ width: Along, height: Along }} sizes
   * @param {{ stride: number, dilation: number }} sliding
   */
  show(sizes, sliding) {
    const row = (/** @type {'width' | 'height'} */ name) => {
      const { n, axis, pool } = sizes[name];
      const dropped = (/** @type {Axis | null} */ part) =>
        element('td', { class: part && part.dropped > 0 ? 'is-dropped' : '' }, part ? String(part.dropped) : '–');
      return element('tr', { 'data-axis': name }, element('th', { scope: 'row' }, strings.along[name]),
        ...[n, `${axis.before} + ${axis.after}`, axis.span].map((text) => element('td', {}, String(text))),
        element('td', {}, element('b', {}, String(axis.positions))), dropped(axis),
        element('td', {}, pool ? element('b', {}, String(pool.positions)) : '–'), dropped(pool));
    };
    this.table.classList.toggle('has-pool', sizes.width.pool !== null);
    fill(this.body, row('width'), row('height'));
    const line = (/** @type {'width' | 'height'} */ name) => {
      const { n, k, axis } = sizes[name];
      return element('p', { class: 'note' }, `${strings.along[name]}: `, strings.sizeLine({
        n, k, before: axis.before, after: axis.after, d: sliding.dilation, s: sliding.stride, positions: axis.positions,
      }));
    };
    fill(this.lines, line('width'), line('height'));
  }
}
